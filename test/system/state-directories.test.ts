import { expect, test } from "vitest";
import { thisHost } from "../../src/system/host.ts";
import { dataHome, stateDirectories } from "../../src/system/state-directories.ts";
import type { AbsolutePath } from "../../src/model/path.ts";

const host = (platform: NodeJS.Platform, environment: Record<string, string>) => ({
  ...thisHost(),
  platform,
  environment,
  home: "/home/u" as AbsolutePath,
});

test("the defaults of each system", () => {
  expect(stateDirectories(host("linux", {}))).toEqual({
    state: "/home/u/.local/state/pyshed",
    cache: "/home/u/.cache/pyshed",
    configuration: "/home/u/.config/pyshed",
    runtime: undefined,
  });
  expect(stateDirectories(host("darwin", {}))).toMatchObject({
    state: "/home/u/Library/Application Support/pyshed",
    cache: "/home/u/Library/Caches/pyshed",
  });
  expect(stateDirectories(host("win32", { LOCALAPPDATA: "C:\\Users\\u\\AppData\\Local" }))).toMatchObject({
    state: "C:/Users/u/AppData/Local/pyshed",
    cache: "C:/Users/u/AppData/Local/Cache/pyshed",
    configuration: "/home/u/AppData/Roaming/pyshed",
  });
});

test("variables are honoured, but empty and relative ones count as unset", () => {
  const named = {
    XDG_STATE_HOME: "/s//x/",
    XDG_CACHE_HOME: "",
    XDG_CONFIG_HOME: "relative",
    XDG_RUNTIME_DIR: "/run/u",
  };
  expect(stateDirectories(host("linux", named))).toEqual({
    state: "/s/x/pyshed",
    cache: "/home/u/.cache/pyshed",
    configuration: "/home/u/.config/pyshed",
    runtime: "/run/u/pyshed",
  });
  expect(dataHome(host("linux", { XDG_DATA_HOME: "~/data" }))).toBe("/home/u/.local/share");
  expect(dataHome(host("linux", { XDG_DATA_HOME: "/data" }))).toBe("/data");
});
