import { expect, test } from "vitest";
import { commandText } from "../../src/caches/command-text.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Host } from "../../src/system/host.ts";
import { hostIn } from "../support/trees.ts";
import { storeNamed } from "./look-at.ts";

const host: Host = { ...hostIn("/home/me" as AbsolutePath), platform: "linux" };
const windows: Host = { ...host, platform: "win32" };
const text = (store: string, path: string | null, on = host) =>
  commandText(on, storeNamed(store), path as AbsolutePath | null);

test("where the tool looks by itself, its command is enough", () => {
  expect(text("uv", null)).toBe("uv cache prune");
  expect(text("poetry", null)).toBe("poetry cache clear --all .");
  expect(text("black", null)).toBeNull();
});

test.each([
  ["uv", "/big/uv", "uv cache prune --cache-dir /big/uv"],
  ["pip", "/a b/pip", "pip cache purge --cache-dir '/a b/pip'"],
  ["poetry", "/big/poetry", "POETRY_CACHE_DIR=/big/poetry poetry cache clear --all ."],
  ["poetry", "/it's", "POETRY_CACHE_DIR='/it'\\''s' poetry cache clear --all ."],
  ["pre-commit", "/big/pc", "PRE_COMMIT_HOME=/big/pc pre-commit gc"],
  ["pipx", "/data/pipx", "XDG_CACHE_HOME=/data pipx cache purge"],
])("elsewhere it is told the place, by an option or by its variable: %s at %s", (store, path, expected) => {
  expect(text(store, path)).toBe(expected);
});

test("on Windows a variable is set the way cmd does", () => {
  expect(text("poetry", "D:/poetry", windows)).toBe('set "POETRY_CACHE_DIR=D:/poetry" && poetry cache clear --all .');
});
