import { describe, expect, test } from "vitest";
import { everyStore } from "../../src/catalog/every-store.ts";

describe.each(everyStore)("$id", (store) => {
  test("says where its facts were seen and when", () => {
    expect(store.sources.length).toBeGreaterThan(0);
    for (const { fact, seen, checked } of store.sources) {
      expect([fact, seen].every((text) => text.length > 5)).toBe(true);
      expect(checked).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });

  test("has an id in kebab case, and parts with names of their own", () => {
    expect(store.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    const ids = store.parts.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("names of parts are anchored, and no expression remembers where it stopped", () => {
    for (const { entry } of store.parts) {
      // A store whose entries have any name says so with a dot alone.
      expect(entry.source).toMatch(/^\^|\$$|^\.$/);
      expect(entry.flags).not.toMatch(/[gy]/);
    }
  });

  test("its owner is told which place is meant, and what is not known is not removed by its command", () => {
    const { owner } = store;
    if (!owner) return;
    const told = [...owner.place, ...Object.values(owner.environment ?? {})];
    expect(told.some((text) => text.includes("{path}"))).toBe(true);
    expect(owner.timeLimitMs).toBeGreaterThan(0);
  });

  test("lies somewhere, and every setting that says where has files to stand in", () => {
    expect(store.locations.length).toBeGreaterThan(0);
    for (const locator of store.locations)
      if ("setting" in locator) expect(locator.setting.files.length).toBeGreaterThan(0);
  });
});

test("ids are unique", () => {
  const ids = everyStore.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
