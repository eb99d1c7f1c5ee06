import type { AbsolutePath } from "../../src/model/path.ts";
import { gitEvidence } from "../../src/evidence/git.ts";
import { inUse } from "../../src/evidence/in-use.ts";
import { thisHost } from "../../src/system/host.ts";

/** A program of its own, so that a test can ask as another user: `ask.mjs git|in-use FINDING…` prints answers. */
const [question, ...findings] = process.argv.slice(2) as [string, ...AbsolutePath[]];
const answers =
  question === "git"
    ? await gitEvidence(
        thisHost(),
        findings.map((path) => ({ path, project: null })),
      )
    : await inUse(thisHost(), findings);
process.stdout.write(JSON.stringify(Object.fromEntries(answers)));
