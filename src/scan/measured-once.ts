import { strictest } from "../model/safety.ts";
import type { Measured } from "./tasks.ts";

export interface MeasuredOnce {
  /** In the order of their coming. */
  readonly measured: readonly Measured[];
  /** False for what is there already by another path. */
  add(one: Measured): boolean;
}

/**
 * Collects what is measured. Where something can be reached by two paths (`mayMeetAgain`: a bind mount that is walked
 * too) it counts once: by the path that makes it less safe to remove, else by the shorter one, else by the first. Files
 * that have several names are not meant: each name is a place of its own, and links are added up by inode.
 */
export function openMeasured(mayMeetAgain: boolean): MeasuredOnce {
  const measured: Measured[] = [];
  if (!mayMeetAgain) {
    const add = (one: Measured): boolean => measured.push(one) > 0;
    return { measured, add };
  }
  const seen = new Map<string, number>();
  return {
    measured,
    add(one) {
      const { artifact, path, links, identity } = one;
      const hasOneName = identity.type === "directory" || links.inodes.length === 0;
      const key = hasOneName ? `${artifact} ${identity.device} ${identity.inode}` : path;
      const at = seen.get(key);
      if (at === undefined) {
        seen.set(key, measured.push(one) - 1);
        return true;
      }
      if (isBefore(one, measured[at]!)) measured[at] = one;
      return false;
    },
  };
}

function isBefore(one: Measured, other: Measured): boolean {
  if (one.safety !== other.safety) return strictest(one.safety, other.safety) === one.safety;
  if (one.path.length !== other.path.length) return one.path.length < other.path.length;
  return one.path < other.path;
}
