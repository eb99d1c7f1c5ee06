import { isWithin, parentOf, type AbsolutePath } from "../model/path.ts";
import type { Host } from "../system/host.ts";
import { identityOf, ownIdentityOf, type Identity } from "../system/identity.ts";
import { isNetworkOrPseudo, mountOf, mounts, type Mount } from "../system/mounts.ts";
import { realPlaces } from "./real-place.ts";

/**
 * Finds the findings that a path lies in: by name, else by device and inode of the directories above it, which sees
 * through links, bind mounts and containers.
 */
export interface Places {
  /** `view` is what leads to the path from here, if it isn't reached by itself. */
  containing(path: AbsolutePath, view?: string): ReadonlySet<AbsolutePath>;
}

const NOTHING: ReadonlySet<AbsolutePath> = new Set();

export function places(host: Host, findings: readonly AbsolutePath[]): Places {
  const byPath = new Map<AbsolutePath, AbsolutePath[]>();
  const byIdentity = new Map<Identity, AbsolutePath[]>();
  const resolve = realPlaces();
  for (const finding of findings) {
    for (const path of new Set([finding, resolve(finding).path])) put(byPath, path, finding);
    const identity = ownIdentityOf(finding);
    if (identity !== undefined) put(byIdentity, identity, finding);
  }
  const worthLooking = lookingPays(host, findings);
  const answers = new Map<string, ReadonlySet<AbsolutePath>>();
  const containing = (path: AbsolutePath, view = ""): ReadonlySet<AbsolutePath> => {
    const key = `${view}\0${path}`;
    const known = answers.get(key);
    if (known) return known;
    const parent = parentOf(path);
    const above = parent === path ? NOTHING : containing(parent, view);
    const identity = view !== "" || worthLooking(path) ? identityOf(view + path) : undefined;
    // In another view a name means another place, unless that place cannot be looked at.
    const byName = view === "" || identity === "hidden" ? (byPath.get(path) ?? []) : [];
    const bySight = identity === undefined ? [] : (byIdentity.get(identity) ?? []);
    const all = byName.length + bySight.length === 0 ? above : new Set([...above, ...byName, ...bySight]);
    answers.set(key, all);
    return all;
  };
  return { containing };
}

function put<Key>(map: Map<Key, AbsolutePath[]>, key: Key, finding: AbsolutePath): void {
  const list = map.get(key);
  if (list) list.push(finding);
  else map.set(key, [finding]);
}

/** A server that is gone would stop us for ever: nothing is looked up on it unless a finding is there too. */
function lookingPays(host: Host, findings: readonly AbsolutePath[]): (path: AbsolutePath) => boolean {
  if (findings.length === 0) return () => false;
  let all: Mount[];
  try {
    all = mounts(host).filter(({ path }) => path !== "/");
  } catch {
    // Nothing is known of the mounts, so nothing speaks against a look.
    return () => true;
  }
  const far = new Set(
    all.filter(({ type, path }) => isNetworkOrPseudo(type) && !findings.some((finding) => isWithin(finding, path))),
  );
  return (path) => {
    const mount = mountOf(path, all);
    return mount === undefined || !far.has(mount);
  };
}
