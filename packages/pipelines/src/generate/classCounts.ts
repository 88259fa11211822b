import { indexOfName } from "@cellgen/data";
import type { DiffusionModel } from "../model/diffusionModel.ts";
import { nearestName } from "../options/nearestName.ts";
import { OptionError, type OptionErrorCode } from "../options/OptionError.ts";

/** Number of images of each class, by name: `{ basophil: 200, platelet: 50 }`. Other classes have none. */
export type ClassCounts = Readonly<Record<string, number>>;

/**
 * Return the class of each image of a set: first all images of the first class of the model, then those of the second, and so on. For
 * `createGenerator`:
 *
 * ```ts
 * const labels = labelsOfCounts("generate", model, { basophil: 200, platelet: 50 });
 * const images = generator.generate({ count: labels.length, class: (index) => labels[index]!, seed: 0 });
 * ```
 *
 * @param caller - Name of the calling function, for error messages.
 * @returns Labels 0…classes.length - 1, int32 `[images]`.
 * @throws OptionError if the model has no such class, a class is named twice, a number is not a whole number of at least 1, or there are none.
 */
export function labelsOfCounts(
  caller: string,
  { card: { classes } }: Pick<DiffusionModel, "card">,
  counts: ClassCounts,
): Int32Array {
  const refuse = (code: OptionErrorCode, problem: string): never => {
    throw new OptionError(caller, code, "counts", problem);
  };
  if (classes.length === 0) refuse("ERR_NO_SUCH_CLASS", "must be omitted for a model without classes.");
  const numbers = new Map<number, number>();
  for (const [name, number] of Object.entries(counts)) {
    const label = indexOfName(classes, name);
    if (label < 0) {
      const nearest = nearestName(name, classes);
      const hint = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
      refuse(
        "ERR_NO_SUCH_CLASS",
        `must name classes of the model (${classes.join(", ")}), got ${JSON.stringify(name)}.${hint}`,
      );
    }
    if (numbers.has(label)) refuse("ERR_OUT_OF_RANGE", `must name each class once, got ${name} twice.`);
    if (!Number.isSafeInteger(number) || number < 1) {
      refuse("ERR_OUT_OF_RANGE", `must be whole numbers of at least 1, got ${number} for ${name}.`);
    }
    numbers.set(label, number);
  }
  if (numbers.size === 0) refuse("ERR_OUT_OF_RANGE", "must name at least one class, got none.");
  const labels = new Int32Array([...numbers.values()].reduce((sum, number) => sum + number, 0));
  let place = 0;
  for (const [label] of classes.entries()) {
    const number = numbers.get(label) ?? 0;
    labels.fill(label, place, place + number);
    place += number;
  }
  return labels;
}

/**
 * Return how many images each class lacks to have as many as the largest one. Classes that lack none are omitted.
 *
 * @param labels - Class of each image, 0…classes.length - 1.
 * @throws RangeError if a label is out of range.
 */
export function countsToFill(labels: ArrayLike<number>, classes: readonly string[]): ClassCounts {
  const numbers = classes.map(() => 0);
  for (let image = 0; image < labels.length; image++) {
    const label = labels[image]!;
    if (numbers[label] === undefined) {
      throw new RangeError(
        `countsToFill: labels must be integers from 0 to ${classes.length - 1}, got ${label} for image ${image}.`,
      );
    }
    numbers[label]++;
  }
  const largest = Math.max(0, ...numbers);
  return Object.fromEntries(
    classes.flatMap((name, label) => (numbers[label] === largest ? [] : [[name, largest - numbers[label]!]])),
  );
}
