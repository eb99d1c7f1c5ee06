import type { Artifact } from "../model/artifact.ts";
import type { Safety } from "../model/safety.ts";
import type { Place } from "./place.ts";
import { holds } from "./prove.ts";

/** The safety of a proven place, and why when it is not the artifact's own. The first exception that holds decides. */
export function gradeOf(
  artifact: Artifact,
  place: Place,
): { readonly safety: Safety; readonly reasons: readonly string[] } {
  const exception = artifact.grades?.find((grade) => holds(grade.when, place));
  return exception
    ? { safety: exception.safety, reasons: [exception.because] }
    : { safety: artifact.safety, reasons: [] };
}
