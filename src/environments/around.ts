import { nameOf, parentOf, join, type AbsolutePath } from "../model/path.ts";
import { statusOrNothing } from "../system/files.ts";
import { ancestors } from "../system/state-directories.ts";

/** What only the top of an environment holds. */
export const ENVIRONMENT_MARKS: readonly string[] = ["pyvenv.cfg", "conda-meta"];

/** `lib/python3.11/site-packages/NAME`: so far above a package lies its environment. */
const STEPS = 4;

/** The environment whose site-packages a place lies in; undefined for any other place. */
export function environmentAround(place: AbsolutePath): AbsolutePath | undefined {
  if (!/^(?:site|dist)-packages$/.test(nameOf(parentOf(place)))) return undefined;
  let above = place;
  for (let step = 0; step < STEPS; step++) {
    above = parentOf(above);
    if (ENVIRONMENT_MARKS.some((name) => statusOrNothing(join(above, name)))) return above;
  }
  return undefined;
}

/** The nearest environment that a place lies in, however deep; a place is not in itself. */
export function environmentAbove(place: AbsolutePath): AbsolutePath | undefined {
  const above = ancestors(place).slice(1);
  return above.find((path) => ENVIRONMENT_MARKS.some((name) => statusOrNothing(join(path, name))));
}
