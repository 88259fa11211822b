import type { UnitImage } from "@cellgen/data";
import type { ModelCard } from "../model/modelCard.ts";

export type { UnitImage };

/** An image with its class, if known. */
export interface LabelledImage extends UnitImage {
  /** Class label, 0…classes.length − 1; undefined if unknown. */
  readonly label?: number | undefined;
}

/**
 * Check that an image has the model's size.
 *
 * @param name - Name of the image in error messages.
 * @throws RangeError with both sizes.
 */
export function checkImageSize(
  caller: string,
  name: string,
  { values, height, width, channels }: UnitImage,
  card: Pick<ModelCard, "height" | "width" | "channels">,
): void {
  const isOfModel = height === card.height && width === card.width && channels === card.channels;
  if (isOfModel && values.length === height * width * channels) return;
  throw new RangeError(
    `${caller}: ${name} must be ${card.height} x ${card.width} x ${card.channels}, like the model's images, got ${height} x ${width} x ${channels} with ${values.length} values.`,
  );
}

/**
 * Check that the values of an image are in the network's range.
 *
 * @throws RangeError with the first value that is not in [-1, 1].
 */
export function checkUnitValues(caller: string, name: string, { values }: UnitImage): void {
  const wrong = values.findIndex((value) => !(value >= -1 && value <= 1));
  if (wrong === -1) return;
  throw new RangeError(`${caller}: ${name} must have values in [-1, 1], got ${values[wrong]} at ${wrong}.`);
}
