import { nameOf, parentOf, join, type AbsolutePath } from "../model/path.ts";
import { statusOrNothing } from "../system/files.ts";

/** `lib/python3.11/site-packages/NAME`: so far above a package lies its environment. */
const STEPS = 4;

/** The environment whose site-packages a place lies in; undefined for any other place. */
export function environmentAround(place: AbsolutePath): AbsolutePath | undefined {
  if (!/^(?:site|dist)-packages$/.test(nameOf(parentOf(place)))) return undefined;
  let above = place;
  for (let step = 0; step < STEPS; step++) {
    above = parentOf(above);
    if (["pyvenv.cfg", "conda-meta"].some((name) => statusOrNothing(join(above, name)))) return above;
  }
  return undefined;
}
