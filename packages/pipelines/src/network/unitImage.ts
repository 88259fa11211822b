import type { UnitImage } from "@cellgen/data";
import type { ModelCard } from "../model/modelCard.ts";

export type { UnitImage };

/** An image and what is known of it. */
export interface LabelledImage extends UnitImage {
  /** Its class, 0…classes.length − 1; undefined if unknown. */
  readonly label?: number | undefined;
}

/**
 * Refuses an image of another size than the model's.
 *
 * @param name - What the caller's caller knows the image as.
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
    `${caller}: ${name} must be ${card.height} x ${card.width} x ${card.channels}, as the model's images are, got ${height} x ${width} x ${channels} with ${values.length} values.`,
  );
}

/**
 * Refuses an image whose values are not those of a network.
 *
 * @throws RangeError naming the first that is not in [-1, 1].
 */
export function checkUnitValues(caller: string, name: string, { values }: UnitImage): void {
  const wrong = values.findIndex((value) => !(value >= -1 && value <= 1));
  if (wrong === -1) return;
  throw new RangeError(`${caller}: ${name} must have values in [-1, 1], got ${values[wrong]} at ${wrong}.`);
}
