import { expect, test } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { userBehind } from "../../src/system/caller.ts";
import { hostIn } from "../support/trees.ts";

function behind(environment: Readonly<Record<string, string>>, userId = 0): number | null {
  return userBehind({ ...hostIn("/home/me" as AbsolutePath, environment), userId });
}

test("the user behind sudo, pkexec and doas", () => {
  expect(behind({ SUDO_UID: "1000" })).toBe(1000);
  expect(behind({ PKEXEC_UID: "1001" })).toBe(1001);
  expect(behind({ DOAS_USER: "nobody" })).toBe(65534);
});

test("nobody is behind root itself and behind an ordinary user", () => {
  expect(behind({})).toBe(null);
  expect(behind({ SUDO_UID: "" })).toBe(null);
  expect(behind({ SUDO_UID: "1000", DOAS_USER: "nobody" }, 1000)).toBe(null);
});

test("a user that cannot be told is nobody's owner", () => {
  expect(behind({ DOAS_USER: "no-such-user" })).toBeNaN();
  expect(behind({ SUDO_UID: "me" })).toBeNaN();
});
