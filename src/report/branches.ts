import { plural } from "../model/count.ts";
import type { Finding } from "../model/finding.ts";
import type { Group } from "../model/group.ts";
import { nameOf, parentOf, relativeTo, type AbsolutePath } from "../model/path.ts";
import { strictest, type Safety } from "../model/safety.ts";
import { formatBytes } from "../model/size.ts";
import { escapeForTerminal } from "./escape.ts";

/** One line of a group's tree: a finding, or several of one artifact. Texts are escaped. */
export interface Branch {
  /** `.venv/`, `__pycache__/`, `*.pyc`. */
  readonly label: string;
  /** The name alone, for the group's own row. */
  readonly name: string;
  readonly safety: Safety;
  /** Null for what is never removed, and for what is counted elsewhere. */
  readonly frees: number | null;
  /** Beside the size: `in 31 directories`. */
  readonly note: string;
  /** Further lines below it. */
  readonly details: readonly string[];
  /** What lies inside it, not counted again. */
  readonly inner: readonly Branch[];
  /** Name of the largest package, or null. */
  readonly largestPackage: string | null;
}

/** The tree of a group, biggest first; what cannot go comes last. */
export function branchesOf(group: Group): Branch[] {
  const ids = new Set(group.findings.map(({ id }) => id));
  const top = group.findings.filter(({ inside }) => inside === null || !ids.has(inside));
  return bundle(group, top, group.path);
}

function bundle(group: Group, findings: readonly Finding[], base: AbsolutePath): Branch[] {
  const bundles = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = finding.environment ? finding.id : `${finding.artifact} ${finding.safety} ${commonName(finding)}`;
    const known = bundles.get(key);
    if (known) known.push(finding);
    else bundles.set(key, [finding]);
  }
  return [...bundles.values()]
    .map((members) => toBranch(group, members, base))
    .toSorted((a, b) => (b.frees ?? -1) - (a.frees ?? -1) || (a.label < b.label ? -1 : 1));
}

/** Directories go by name, files by extension. */
function commonName(finding: Finding): string {
  const name = nameOf(finding.path);
  if (finding.directories > 0) {
    const dot = name.lastIndexOf(".");
    return dot > 0 ? `*${name.slice(dot)}/` : `${name}/`;
  }
  const dot = name.lastIndexOf(".");
  return dot > 0 ? `*${name.slice(dot)}` : name;
}

function toBranch(group: Group, members: readonly Finding[], base: AbsolutePath): Branch {
  const [first] = members as [Finding];
  const ids = new Set(members.map(({ id }) => id));
  const alone = members.length === 1;
  const directory = first.directories > 0 ? "/" : "";
  const label = alone ? ownLabel(base, first) + directory : commonName(first);
  const isInner = first.inside !== null;
  const frees = members.reduce((total, { bytes }) => total + bytes.frees, 0);
  return {
    label: escapeForTerminal(label),
    name: escapeForTerminal(alone ? nameOf(first.path) : commonName(first).replace(/\/$/, "")),
    safety: members.map(({ safety }) => safety).reduce(strictest),
    frees: isInner || first.safety === "data" ? null : frees,
    note: noteOf(members),
    details: alone ? detailsOf(first) : detailsOfMany(members),
    inner: bundle(
      group,
      group.findings.filter(({ inside }) => inside !== null && ids.has(inside)),
      alone ? first.path : base,
    ),
    largestPackage: alone && first.largest[0] ? escapeForTerminal(first.largest[0].name) : null,
  };
}

/** As seen from the group or the outer finding; an environment that is the group itself goes by its name. */
function ownLabel(base: AbsolutePath, finding: Finding): string {
  const relative = relativeTo(finding.path, base);
  return relative === "." ? nameOf(finding.path) : relative;
}

function noteOf(members: readonly Finding[]): string {
  const [first] = members as [Finding];
  const parts: string[] = [];
  if (members.length > 1) {
    const places = new Set(members.map(({ path }) => parentOf(path))).size;
    parts.push(places === 1 ? `${members.length} of them` : `in ${plural(places, "directory")}`);
  }
  if (first.safety === "data") parts.push("kept");
  else if (first.inside !== null) parts.push("counted above");
  return parts.join(", ");
}

function detailsOf(finding: Finding): string[] {
  const { environment, largest, bytes, sharedWith } = finding;
  const details: string[] = [];
  if (environment) {
    const python = environment.python === null ? "Python version unknown" : `Python ${environment.python}`;
    details.push(escapeForTerminal(`${python}, ${environment.creator}, ${plural(environment.packages, "package")}`));
  }
  if (largest.length > 0) {
    const packages = largest
      .slice(0, 3)
      .map(({ name, version, allocated }) => escapeForTerminal(`${name} ${version} (${formatBytes(allocated)})`));
    details.push(packages.join(", "));
  }
  if (sharedWith !== null && finding.safety !== "data") {
    const shared = Math.max(0, bytes.allocated - bytes.frees);
    details.push(
      `${formatBytes(shared)} of ${formatBytes(bytes.allocated)} shared with ${escapeForTerminal(sharedWith)}`,
    );
  }
  return [...details, ...finding.reasons.map(escapeForTerminal)];
}

function detailsOfMany(members: readonly Finding[]): string[] {
  const reasons = new Set(members.flatMap((finding) => finding.reasons.map(escapeForTerminal)));
  return [...reasons].slice(0, 3);
}
