import type { ImageFolder } from "@cellgen/data/node";
import { type EvaluationWarning, evaluationWarning } from "../evaluationWarning.ts";

export interface SharedClasses {
  /** [] = the images are compared without classes. */
  readonly classes: readonly string[];
  readonly warnings: readonly EvaluationWarning[];
}

/**
 * The classes that real and generated images have in common; those of the real ones where the generated have none. Classes that not all
 * images have are skipped, with a warning.
 *
 * @param generated - The generated images' classes; [] = none.
 */
export function sharedClasses(
  data: ImageFolder,
  heldOut: ImageFolder | undefined,
  generated: readonly string[],
): SharedClasses {
  const without = (...warnings: EvaluationWarning[]): SharedClasses => ({ classes: [], warnings });
  if (data.classes.length === 0) {
    return generated.length > 0 ? without(evaluationWarning({ code: "no-classes-in-data" })) : without();
  }
  const known = data.classes.filter((name) => !heldOut || heldOut.classes.includes(name));
  if (known.length < 2) return without(evaluationWarning({ code: "no-classes-in-held-out" }));
  if (generated.length === 0) return { classes: known, warnings: [] };
  const shared = known.filter((name) => generated.includes(name));
  if (shared.length < 2) {
    return without(evaluationWarning({ code: "different-classes", generated, real: known }));
  }
  const skipped = [...new Set([...data.classes, ...generated])].filter((name) => !shared.includes(name));
  const warnings = skipped.length > 0 ? [evaluationWarning({ code: "skipped-classes", skipped })] : [];
  return { classes: shared, warnings };
}

/** For each label of a folder the place of its class among those that are compared; -1 for others. */
export function labelsAmong(classes: readonly string[], folder: ImageFolder): number[] {
  if (classes.length === 0) return folder.classes.map(() => 0);
  return folder.classes.map((name) => classes.indexOf(name));
}
