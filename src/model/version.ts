/**
 * Compares versions as Python's packaging does (PEP 440): `1.0.dev1` < `1.0a1` < `1.0rc1` < `1.0` < `1.0+local` <
 * `1.0.post1`. Zero when they are equal, undefined when one of them is no such version.
 */
export function compareVersions(a: string, b: string): number | undefined {
  const [left, right] = [keyOf(a), keyOf(b)];
  if (!left || !right) return undefined;
  for (let at = 0; at < Math.max(left.release.length, right.release.length); at++) {
    const difference = (left.release[at] ?? 0) - (right.release[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return compareParts(left.rest, right.rest) || compareParts(left.local, right.local);
}

/** True where both can be compared and the first is older. */
export function isOlder(version: string, than: string): boolean {
  return (compareVersions(version, than) ?? 0) < 0;
}

interface VersionKey {
  /** The epoch, then the release. */
  readonly release: readonly number[];
  /** Pre-release by phase and number, post-release, development release. */
  readonly rest: readonly number[];
  readonly local: readonly (string | number)[];
}

const VERSION =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;
/** By the first letter of what is written; `pre` and `preview` mean a candidate. */
const PHASES: Readonly<Record<string, number>> = { a: 1, b: 2, c: 3, r: 3, p: 3 };
const FINAL = 4;

function keyOf(version: string): VersionKey | undefined {
  const match = VERSION.exec(version.trim().toLowerCase());
  if (!match) return undefined;
  const [, epoch = "0", release = "", phase, phaseNumber, dashed, post, postNumber, dev, devNumber, local] = match;
  const hasPost = post !== undefined || dashed !== undefined;
  // A development release alone comes before every pre-release.
  const ranked = phase !== undefined ? PHASES[phase[0]!]! : dev !== undefined && !hasPost ? 0 : FINAL;
  return {
    release: [Number(epoch), ...release.split(".").map(Number)],
    rest: [
      ranked,
      Number(phaseNumber ?? 0),
      hasPost ? Number(dashed ?? (postNumber || 0)) : -1,
      dev === undefined ? Infinity : Number(devNumber),
    ],
    local: (local ?? "")
      .split(/[-_.]/)
      .filter((part) => part !== "")
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  };
}

/** Numbers come after words, and what is longer after what it begins with. */
function compareParts(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [left, right] = [a[at], b[at]];
    if (left === right) continue;
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    if (typeof left !== typeof right) return typeof left === "number" ? 1 : -1;
    return left < right ? -1 : 1;
  }
  return 0;
}
