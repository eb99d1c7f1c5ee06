import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { why } from "../../src/app/why.ts";
import { emptyDirectory, hostIn, plant, plantEnvironment } from "../support/trees.ts";

describe("why", () => {
  it("says which proof held, for the finding and for what lies inside it", async () => {
    const root = emptyDirectory();
    plant(root, { "p/pyproject.toml": "", "p/m.py": "" });
    plantEnvironment(join(root, "p/env"));
    plantEnvironment(join(root, "loose/env"));
    const host = hostIn(root);

    const exact = await why(host, join(root, "p/env"));
    expect(exact).toMatchObject({ subject: "finding", project: join(root, "p"), finding: { artifact: "venv" } });
    expect(exact.proofs[0]!.outcome.holds).toBe(true);
    expect(exact.activity.map(({ what }) => what)).toContain("use of env");

    const inside = await why(host, join(root, "p/env/lib/python3.11"));
    expect(inside.finding!.path).toBe(join(root, "p/env"));
    const insideLoose = await why(host, join(root, "loose/env/lib"));
    expect(insideLoose).toMatchObject({
      subject: "finding",
      project: null,
      finding: { path: join(root, "loose/env") },
    });
  });

  it("says which proof failed for a look-alike, and that a link is a link", async () => {
    const root = emptyDirectory();
    plant(root, { "p/pyproject.toml": "", "p/build/sources.c": "", "p/half/pyvenv.cfg": "home = /usr/bin\n" });
    symlinkSync(join(root, "p"), join(root, "p/.mypy_cache"));
    const host = hostIn(root);
    const build = await why(host, join(root, "p/build"));
    expect(build).toMatchObject({ subject: "nothing", finding: null });
    expect(build.proofs.map(({ artifact, outcome }) => [artifact, outcome.holds])).toEqual([["build", false]]);
    const half = await why(host, join(root, "p/half"));
    expect(half.proofs[0]!.outcome.lines.some(({ holds, text }) => !holds && text.includes("interpreter"))).toBe(true);
    const link = await why(host, join(root, "p/.mypy_cache"));
    expect(link.proofs[0]!.outcome.lines).toEqual([{ holds: false, text: "is a link, not a directory" }]);
  });

  it("names the other tool's tree and refuses what is not there", async () => {
    const root = emptyDirectory();
    mkdirSync(join(root, "p/.git/objects"), { recursive: true });
    const host = hostIn(root);
    expect((await why(host, join(root, "p/.git/objects"))).foreignTree).toContain(join(root, "p/.git"));
    await expect(why(host, join(root, "missing"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});
