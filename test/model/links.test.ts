import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { otherLinks, sumLinks, type LinkTable } from "../../src/model/links.ts";
import { cases } from "../support/cases.ts";

interface Row {
  readonly inode: number;
  readonly links: number;
  readonly seen: number;
  readonly allocated: number;
}

function table(rows: readonly Row[], device = 1, exact = false): LinkTable {
  return {
    device,
    inodes: exact
      ? BigUint64Array.from(rows, ({ inode }) => BigInt(inode))
      : Float64Array.from(rows, ({ inode }) => inode),
    links: Uint32Array.from(rows, ({ links }) => links),
    seen: Uint32Array.from(rows, ({ seen }) => seen),
    allocated: Float64Array.from(rows, ({ allocated }) => allocated),
  };
}

describe("sumLinks", () => {
  it("frees a file only when every link to it is in the set", () => {
    const here = table([{ inode: 7, links: 2, seen: 1, allocated: 4096 }]);
    const there = table([{ inode: 7, links: 2, seen: 1, allocated: 4096 }]);
    expect(sumLinks([here]).freed).toBe(0);
    expect(sumLinks([here, there])).toMatchObject({ freed: 4096, allocated: 4096 });
  });

  it("keeps equal inode numbers of two file systems apart", () => {
    const rows = [{ inode: 7, links: 2, seen: 1, allocated: 4096 }];
    expect(sumLinks([table(rows, 1), table(rows, 2)]).freed).toBe(0);
  });

  it("lets numbers and bigints meet", () => {
    const rows = [{ inode: 7, links: 2, seen: 1, allocated: 4096 }];
    expect(sumLinks([table(rows, 1, true), table(rows, 1, false)]).freed).toBe(4096);
  });

  it("keeps inodes above 2⁵³ apart that are one number", () => {
    const above = (inode: bigint): LinkTable => ({
      ...table([{ inode: 0, links: 2, seen: 1, allocated: 4096 }]),
      inodes: BigUint64Array.of(inode),
    });
    expect(sumLinks([above(2n ** 60n), above(2n ** 60n + 1n)]).freed).toBe(0);
    expect(sumLinks([above(2n ** 60n + 1n), above(2n ** 60n + 1n)]).freed).toBe(4096);
  });

  it("agrees with counting links one by one, however they are spread over findings", () => {
    const file = fc.record({ links: fc.integer({ min: 2, max: 5 }), allocated: fc.nat(100) });
    const spread = fc.tuple(fc.array(file, { maxLength: 20 }), fc.array(fc.nat(9), { minLength: 100, maxLength: 100 }));
    fc.assert(
      fc.property(spread, ([files, places]) => {
        // Link k of file i lies in finding places[…]; findings 0 to 4 are in the set, the others are not.
        const findings = new Map<number, Map<number, number>>();
        files.forEach(({ links }, inode) => {
          for (let link = 0; link < links; link++) {
            const finding = places[(inode * 5 + link) % 100]!;
            const seen = findings.get(finding) ?? new Map<number, number>();
            findings.set(finding, seen.set(inode, (seen.get(inode) ?? 0) + 1));
          }
        });
        const tables = [0, 1, 2, 3, 4].map((finding) =>
          table([...(findings.get(finding) ?? [])].map(([inode, seen]) => ({ inode, seen, ...files[inode]! }))),
        );
        const expected = files.reduce((sum, { links, allocated }, inode) => {
          const inSet = [0, 1, 2, 3, 4].reduce((seen, finding) => seen + (findings.get(finding)?.get(inode) ?? 0), 0);
          return inSet === links ? sum + allocated : sum;
        }, 0);
        return sumLinks(tables).freed === expected;
      }),
      cases(100),
    );
  });
});

describe("otherLinks", () => {
  it("says where the other links are", () => {
    const whole = table([{ inode: 1, links: 2, seen: 2, allocated: 1 }]);
    const half = table([{ inode: 2, links: 2, seen: 1, allocated: 1 }]);
    const other = table([{ inode: 2, links: 2, seen: 1, allocated: 1 }]);
    const { counts } = sumLinks([whole, half, other]);
    expect(otherLinks(whole, counts)).toBe("none");
    expect(otherLinks(half, counts)).toBe("in the set");
    expect(otherLinks(half, sumLinks([half]).counts)).toBe("outside");
  });
});
