import { evidence, type Answer, type GitAnswers } from "../../src/model/evidence.ts";
import type { Bytes, Finding } from "../../src/model/finding.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Circumstances, Policy } from "../../src/plan/decide.ts";

export const NOW = Date.parse("2026-06-01T12:00:00Z");
export const DAY = 86_400_000;

export function bytes(frees: number): Bytes {
  return { apparent: frees, allocated: frees, frees, freesUpTo: frees };
}

export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    id: "0123456789abcdef",
    artifact: "venv",
    tool: "venv",
    path: "/work/project/.venv" as AbsolutePath,
    project: "/work/project" as AbsolutePath,
    safety: "low",
    reasons: [],
    bytes: bytes(4096),
    files: 1,
    directories: 1,
    lastActivity: NOW - 100 * DAY,
    largest: [],
    environment: null,
    sharedWith: null,
    inside: null,
    isFromIndex: false,
    ...changes,
  };
}

export interface Answers {
  readonly tracked: Answer;
  readonly ignored: Answer;
  readonly uncommitted: Answer;
  readonly unpushed: Answer;
  readonly stashed: Answer;
  readonly "holds-repository": Answer;
  readonly "in-use": Answer;
  readonly "relied-on": Answer;
}

export const HARMLESS: Answers = {
  tracked: "no",
  ignored: "yes",
  uncommitted: "no",
  unpushed: "no",
  stashed: "no",
  "holds-repository": "no",
  "in-use": "no",
  "relied-on": "no",
};

export function circumstances(answers: Partial<Answers> = {}, changes: Partial<Circumstances> = {}): Circumstances {
  const all = { ...HARMLESS, ...answers };
  const git: GitAnswers = {
    tracked: evidence("tracked", all.tracked, "about tracked"),
    ignored: evidence("ignored", all.ignored, "about ignored"),
    uncommitted: evidence("uncommitted", all.uncommitted, "about uncommitted"),
    unpushed: evidence("unpushed", all.unpushed, "about unpushed"),
    stashed: evidence("stashed", all.stashed, "about stashed"),
    holdsRepository: evidence("holds-repository", all["holds-repository"], "about repositories"),
    inside: [],
  };
  const inUse = evidence("in-use", all["in-use"], "python (pid 4711) runs from it");
  const reliedOn = evidence("relied-on", all["relied-on"], "the Jupyter kernel demo runs from it");
  return { git, inUse, reliedOn, owner: 1000, unreadable: [], guarded: null, ...changes };
}

export function policy(changes: Partial<Policy> = {}): Policy {
  return { protection: "warn", named: new Set(), actingFor: null, now: NOW, ...changes };
}
