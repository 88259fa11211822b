import { indexOfName } from "@cellgen/data";
import type { ImageFolder } from "@cellgen/data/node";
import { type EvaluationWarning, evaluationWarning } from "../evaluationWarning.ts";

export interface SharedClasses {
  /** Compared classes; [] = without classes. */
  readonly classes: readonly string[];
  readonly warnings: readonly EvaluationWarning[];
}

/**
 * Return the classes that real and generated images have in common, or those of the real images if the generated ones have none. Other classes
 * are skipped with a warning.
 *
 * @param generated - Classes of the generated images; [] = none.
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
  const known = data.classes.filter((name) => !heldOut || indexOfName(heldOut.classes, name) >= 0);
  if (known.length < 2) return without(evaluationWarning({ code: "no-classes-in-held-out" }));
  if (generated.length === 0) return { classes: known, warnings: [] };
  const shared = known.filter((name) => indexOfName(generated, name) >= 0);
  if (shared.length < 2) {
    return without(evaluationWarning({ code: "different-classes", generated, real: known }));
  }
  const skipped = [...new Set([...data.classes, ...generated])].filter(
    (name) => indexOfName(shared, name) < 0,
  );
  const warnings = skipped.length > 0 ? [evaluationWarning({ code: "skipped-classes", skipped })] : [];
  return { classes: shared, warnings };
}

/** Return the index of each folder label among the compared classes; -1 for other classes. */
export function labelsAmong(classes: readonly string[], folder: ImageFolder): number[] {
  if (classes.length === 0) return folder.classes.map(() => 0);
  return folder.classes.map((name) => indexOfName(classes, name));
}
