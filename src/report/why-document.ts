import type { Explanation } from "../model/explanation.ts";
import { findingDocument, isoTime } from "./finding-document.ts";
import { pathFields, projectFields, wellFormed } from "./path-fields.ts";
import type { WhyDocument } from "./schema/why.ts";

/** What `pyshed why --json` writes. */
export function whyDocument(explanation: Explanation): WhyDocument {
  return {
    schema: "pyshed.why/1",
    ...pathFields(explanation.path),
    subject: explanation.subject,
    ...projectFields(explanation.project),
    finding: explanation.finding && findingDocument(explanation.finding),
    proofs: explanation.proofs.map(({ artifact, title, outcome }) => ({
      artifact,
      title,
      holds: outcome.holds,
      lines: outcome.lines.map(({ holds, text }) => ({ holds, text: wellFormed(text) })),
    })),
    foreignTree: explanation.foreignTree,
    activity: explanation.activity.map(({ what, time, note }) => ({
      what: wellFormed(what),
      time: isoTime(time),
      note: note && wellFormed(note),
    })),
    lastActivity: isoTime(explanation.lastActivity),
    decidedBy: explanation.decidedBy && wellFormed(explanation.decidedBy),
  };
}
