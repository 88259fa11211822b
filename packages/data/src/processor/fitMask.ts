import { reflectPad } from "@cellgen/filters";
import type { Mask } from "../images/mask.ts";
import { placementOf } from "./fitImage.ts";
import type { ImageFormat } from "./pixelScale.ts";

/**
 * Fit a mask to a model like `fitImage`: a model pixel is known only if all file pixels under it are known.
 *
 * @returns New array `[height, width]` of the model, 1 = fill.
 * @throws UnfitImageError as {@link placementOf}.
 */
export function fitMask(mask: Mask, model: Pick<ImageFormat, "width" | "height">): Uint8Array {
  const placement = placementOf(mask, model);
  const values = Float32Array.from(mask.fill);
  const sheet = reflectPad({ ...mask, channels: 1, values }, [placement.height, placement.width]).image;
  const rows = footprints(placement.height, model.height);
  const columns = footprints(placement.width, model.width);
  const fitted = new Uint8Array(model.height * model.width);
  rows.forEach(([top, bottom], y) => {
    columns.forEach(([left, right], x) => {
      let isFilled = false;
      for (let row = top; row < bottom; row++) {
        const from = row * sheet.width;
        isFilled ||= sheet.values.subarray(from + left, from + right).includes(1);
      }
      fitted[y * model.width + x] = Number(isFilled);
    });
  });
  return fitted;
}

/** Return the range of sheet pixels under each model pixel along one axis: first, and one past the last. */
function footprints(sheet: number, model: number): (readonly [first: number, end: number])[] {
  const scale = sheet / model;
  return Array.from({ length: model }, (_, k) => [
    Math.floor(k * scale + 1e-6),
    Math.ceil((k + 1) * scale - 1e-6),
  ]);
}
