import { expect, test } from "vitest";
import { locate } from "../../src/caches/locate.ts";
import { pip } from "../../src/catalog/stores/pip.ts";
import { uv } from "../../src/catalog/stores/uv.ts";
import type { Store } from "../../src/model/store.ts";
import type { Host } from "../../src/system/host.ts";
import { hostOn, sourcesOf } from "./look-at.ts";

const without = sourcesOf({});

const first = (store: Store, host: Host, sources = without): string | undefined =>
  locate(host, store, sources)[0]?.path;

test.each<[Store, NodeJS.Platform, Record<string, string>, string]>([
  [pip, "linux", {}, "/home/me/.cache/pip"],
  [pip, "freebsd", {}, "/home/me/.cache/pip"],
  [pip, "linux", { XDG_CACHE_HOME: "/data/cache" }, "/data/cache/pip"],
  [pip, "linux", { XDG_CACHE_HOME: "", PIP_CACHE_DIR: "" }, "/home/me/.cache/pip"],
  [pip, "linux", { PIP_CACHE_DIR: "/fast/pip/" }, "/fast/pip"],
  [pip, "linux", { PIP_CACHE_DIR: "~/pips" }, "/home/me/pips"],
  [pip, "linux", { PIP_CACHE_DIR: ".cache/../pips" }, "/home/me/work/pips"],
  [pip, "darwin", {}, "/home/me/Library/Caches/pip"],
  [pip, "darwin", { XDG_CACHE_HOME: "/x" }, "/x/pip"],
  [pip, "win32", { LOCALAPPDATA: "D:\\Data\\Local" }, "D:/Data/Local/pip/Cache"],
  [pip, "win32", {}, "C:/Users/me/AppData/Local/pip/Cache"],
  [pip, "win32", { XDG_CACHE_HOME: "C:\\x" }, "C:/Users/me/AppData/Local/pip/Cache"],
  [uv, "linux", {}, "/home/me/.cache/uv"],
  [uv, "darwin", {}, "/home/me/.cache/uv"],
  [uv, "darwin", { XDG_CACHE_HOME: "/x" }, "/x/uv"],
  [uv, "linux", { UV_CACHE_DIR: "~/uv" }, "/home/me/work/~/uv"],
  [uv, "linux", { UV_CACHE_DIR: "" }, "/home/me/.cache/uv"],
  [uv, "win32", { LOCALAPPDATA: "D:\\Data\\Local" }, "D:/Data/Local/uv/cache"],
  [uv, "win32", { UV_CACHE_DIR: "E:\\uv cache\\" }, "E:/uv cache"],
])("%#: %j", (store, platform, environment, expected) => {
  expect(first(store, hostOn(platform, environment))).toBe(expected);
});

test("the first place is the current one, the others are told as well", () => {
  const host = hostOn("linux", { PIP_CACHE_DIR: "/fast/pip", XDG_CACHE_HOME: "/home/me/.cache" });
  expect(locate(host, pip, without)).toEqual([
    { path: "/fast/pip", locatedBy: "PIP_CACHE_DIR", isCurrent: true },
    { path: "/home/me/.cache/pip", locatedBy: "XDG_CACHE_HOME", isCurrent: false },
  ]);
});

test("pip's configuration: the user's file before the machine's, a variable before both", () => {
  const files = {
    "/home/me/.config/pip/pip.conf": "[global]\nindex-url = https://example.org\ncache_dir: ~/from-user\n",
    "/etc/pip.conf": "[global]\ncache-dir = /from-machine\n",
  };
  expect(first(pip, hostOn("linux", {}), sourcesOf(files))).toBe("/home/me/from-user");
  expect(first(pip, hostOn("linux", { PIP_CACHE_DIR: "/x" }), sourcesOf(files))).toBe("/x");
  expect(first(pip, hostOn("linux", {}), sourcesOf({ "/etc/pip.conf": files["/etc/pip.conf"] }))).toBe("/from-machine");
  const named = { ...files, "/named.conf": "[global]\ncache-dir = /from-named\n" };
  expect(first(pip, hostOn("linux", { PIP_CONFIG_FILE: "/named.conf" }), sourcesOf(named))).toBe("/from-named");
  const mac = { "/home/me/Library/Application Support/pip/pip.conf": "[global]\ncache-dir = /mac\n" };
  expect(first(pip, hostOn("darwin", {}), sourcesOf(mac))).toBe("/mac");
  const windows = { "C:/Roaming/pip/pip.ini": "[global]\ncache-dir = D:\\pip\n" };
  expect(first(pip, hostOn("win32", { APPDATA: "C:\\Roaming" }), sourcesOf(windows))).toBe("D:/pip");
});

test("a key of another section, a comment or an empty value says nothing", () => {
  const conf = (text: string) => first(pip, hostOn("linux", {}), sourcesOf({ "/etc/pip.conf": text }));
  expect(conf("[install]\ncache-dir = /other\n")).toBe("/home/me/.cache/pip");
  expect(conf("[global]\n# cache-dir = /other\n")).toBe("/home/me/.cache/pip");
  expect(conf("[global]\ncache-dir =\n")).toBe("/home/me/.cache/pip");
  expect(conf("[global]\r\ncache-dir = /with crlf  \r\n")).toBe("/with crlf");
});

test("uv.toml: a string at the top, in either kind of quotes", () => {
  const toml = (text: string) => first(uv, hostOn("linux", {}), sourcesOf({ "/home/me/.config/uv/uv.toml": text }));
  expect(toml('cache-dir = "/big/uv" # fast disk\n')).toBe("/big/uv");
  expect(toml("cache-dir = '/big/uv'\n")).toBe("/big/uv");
  expect(toml('[pip]\ncache-dir = "/big/uv"\n')).toBe("/home/me/.cache/uv");
});
