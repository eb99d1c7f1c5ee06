import { evidence, type Evidence } from "../model/evidence.ts";
import { isWithin, parentOf, type AbsolutePath } from "../model/path.ts";
import type { Host } from "../system/host.ts";
import { places } from "./places.ts";

/** Something that needs a place, though it need not run now. */
export interface Reliance {
  /**
   * - `environment`: made from an interpreter there
   * - `link`: leads there; one that lies beside the place belongs to it
   * - `kernel`, `command`, `text`: names it as what it starts
   * - `mount`: shows it elsewhere
   */
  readonly kind: "environment" | "link" | "kernel" | "command" | "text" | "mount";
  /** The environment, link, file or mount point itself. */
  readonly by: AbsolutePath;
  readonly place: AbsolutePath;
}

const SHOWN = 5;

/** Says which findings others rely on. What lies in a finding itself doesn't count. */
export function reliedOn(
  host: Host,
  findings: readonly AbsolutePath[],
  reliances: Iterable<Reliance>,
): Map<AbsolutePath, Evidence<"relied-on">> {
  const known = places(host, findings);
  const texts = new Map<AbsolutePath, string[]>(findings.map((finding) => [finding, []]));
  for (const reliance of reliances) {
    for (const finding of known.containing(reliance.place)) {
      if (!isItsOwn(reliance, finding)) texts.get(finding)?.push(saying(reliance));
    }
  }
  return new Map(findings.map((finding) => [finding, judge([...new Set(texts.get(finding))])]));
}

function isItsOwn({ kind, by }: Reliance, finding: AbsolutePath): boolean {
  return isWithin(by, kind === "link" ? parentOf(finding) : finding);
}

function saying({ kind, by }: Reliance): string {
  switch (kind) {
    case "environment":
      return `the environment ${by} is made from its interpreter`;
    case "link":
      return `the link ${by} leads to it`;
    case "kernel":
      return `the Jupyter kernel ${by} runs from it`;
    case "command":
      return `the command ${by} runs from it`;
    case "text":
      return `${by} names it`;
    case "mount":
      return `it is also mounted at ${by}`;
  }
}

function judge(texts: readonly string[]): Evidence<"relied-on"> {
  const [first, ...others] = texts;
  if (first === undefined) return evidence("relied-on", "no", "nothing that was looked at needs it");
  const more = texts.length > SHOWN ? [`and ${texts.length - SHOWN} more`] : [];
  const text = others.length === 0 ? first : `${first}, and ${others.length} more`;
  return evidence("relied-on", "yes", text, [...texts.slice(0, SHOWN), ...more]);
}
