import { expect, test } from "vitest";
import { compareVersions, isOlder } from "../../src/model/version.ts";

/** Oldest first, as PEP 440 orders them. */
const ORDERED = [
  "1.0.dev456",
  "1.0a1",
  "1.0a2.dev456",
  "1.0a2",
  "1.0b2.post345.dev456",
  "1.0b2.post345",
  "1.0rc1.dev456",
  "1.0rc1",
  "1.0",
  "1.0+abc.5",
  "1.0+abc.7",
  "1.0+5",
  "1.0.post456.dev34",
  "1.0.post456",
  "1.0.15",
  "1.1.dev1",
  "1.10",
  "2026.11",
  "1!0.1",
];

test("every version comes before all that follow", () => {
  for (const [index, version] of ORDERED.entries()) {
    for (const later of ORDERED.slice(index + 1)) {
      expect([version, later, Math.sign(compareVersions(version, later)!)]).toEqual([version, later, -1]);
      expect([later, version, Math.sign(compareVersions(later, version)!)]).toEqual([later, version, 1]);
    }
  }
});

test("what is written differently may be the same", () => {
  for (const [a, b] of [
    ["1.0", "1.0.0"],
    ["1.0-1", "1.0.post1"],
    ["1.0alpha1", "1.0a1"],
    ["v1.0.RC-2", "1.0rc2"],
    ["1.0c1", "1.0rc1"],
  ] as const) {
    expect([a, b, compareVersions(a, b)]).toEqual([a, b, 0]);
  }
});

test("what is no version cannot be compared", () => {
  for (const text of ["", "latest", "1.0-py3", "a".repeat(40)]) expect(compareVersions(text, "1.0")).toBeUndefined();
});

test("owners' versions are compared number by number", () => {
  expect([
    isOlder("23.2.1", "23.3"),
    isOlder("9.0.3", "23.3"),
    isOlder("23.3", "23.3"),
    isOlder("23.10", "23.3"),
  ]).toEqual([true, true, false, false]);
});
