import type { ImageSize } from "@cellgen/data";
import { unet } from "@cellgen/unet";
import { type DiffusionModel, sampleSizeOf } from "./diffusionModel.ts";

/**
 * Return a model that generates images of another size with the same weights. The network is fully convolutional, so any size works; far from
 * the training size, the composition of the images can differ: a wider field shows more cells, not larger ones.
 *
 * @returns The model itself if it already has that size.
 * @throws RangeError if a side is smaller than the network supports.
 */
export function modelAtSize<Model extends DiffusionModel>(model: Model, { width, height }: ImageSize): Model {
  const { card } = model;
  if (card.width === width && card.height === height) return model;
  model.unet.checkSize(height, width);
  const resized = { ...card, width, height };
  const { config, patchSize } = model.unet;
  return {
    ...model,
    unet: unet({ ...config, sampleSize: sampleSizeOf(resized) }, { patchSize }),
    card: resized,
  };
}
