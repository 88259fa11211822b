import type { PixelWindow } from "@cellgen/filters";
import type { ModelCard } from "../model/modelCard.ts";

/** Images up to this multiple of the model's size are scaled to it, as training images were. */
const MAX_WHOLE_IMAGE_RATIO = 4;

/**
 * Return the part of an image that is processed to inpaint a masked region.
 *
 * For a model of random square crops (`train --crop`) it is a square around the hole of the crop size, but at least of twice the hole's size.
 * Otherwise it is the full image, unless that is a field much larger than the training images. Then it is a square around the hole of twice
 * the hole's size, but at least of the model's size: in the full field the hole would be smaller than a pixel.
 *
 * @param hole - Bounding box of the pixels to inpaint.
 */
export function inpaintWindow(
  { width, height }: Pick<PixelWindow, "width" | "height">,
  hole: PixelWindow,
  card: Pick<ModelCard, "width" | "height" | "training">,
): PixelWindow {
  const { crop } = card.training;
  const least = Math.max(card.width, card.height);
  const around = 2 * Math.max(hole.width, hole.height);
  const isCropped = typeof crop === "number" && crop > 0;
  if (!isCropped && Math.max(width, height) <= MAX_WHOLE_IMAGE_RATIO * least)
    return { left: 0, top: 0, width, height };
  const side = Math.max(isCropped ? crop : least, around);
  const [left, across] = span(hole.left, hole.width, side, width);
  const [top, down] = span(hole.top, hole.height, side, height);
  return { left, top, width: across, height: down };
}

/** Return `side` pixels centered on a part, or fewer if the image is smaller. */
function span(start: number, length: number, side: number, size: number): [start: number, length: number] {
  const across = Math.min(side, size);
  const from = Math.round(start + length / 2 - across / 2);
  return [Math.min(size - across, Math.max(0, from)), across];
}
