import type { Duplicates, EnvironmentSameness, LinkFileSystem } from "../model/duplicates.ts";
import type { Analysis } from "./analyse.ts";
import type { FileTable } from "./file-table.ts";

type Described = Pick<Duplicates, "environments" | "packages" | "pairs" | "totals">;

/** An analysis as figures for people and programs. */
export function describe({ files, plan, tallies }: Analysis): Described {
  const environments = files.tables.flatMap((table, index) =>
    table.kind === "environment" ? [environmentOf(table, tallies.ofTable(index))] : [],
  );
  const sum = (what: (environment: EnvironmentSameness) => number): number =>
    environments.reduce((total, environment) => total + what(environment), 0);
  return {
    environments,
    packages: tallies.packages(),
    pairs: tallies.pairs(files),
    totals: {
      ...tallies.total,
      environments: environments.length,
      files: sum((environment) => environment.files),
      allocated: sum((environment) => environment.allocated),
      links: plan.links,
      hardLinks: plan.hardLinks,
      recompiled: plan.recompiled,
    },
  };
}

function environmentOf(table: FileTable, sameness: EnvironmentSums): EnvironmentSameness {
  const { root, allFiles, allAllocated, packages } = table;
  return {
    path: root,
    files: allFiles,
    allocated: allAllocated,
    ...sameness,
    leftOut: packages.flatMap(({ name, version, leftOut }) =>
      leftOut === null ? [] : [{ name, version, reason: leftOut }],
    ),
  };
}

type EnvironmentSums = Pick<EnvironmentSameness, "same" | "shared" | "gain" | "gainUpTo">;

/** Each filesystem once. */
export function distinctFileSystems(all: Iterable<LinkFileSystem>): LinkFileSystem[] {
  const byPath = new Map([...all].map(({ path, type, means, reason }) => [path, { path, type, means, reason }]));
  return [...byPath.values()];
}
