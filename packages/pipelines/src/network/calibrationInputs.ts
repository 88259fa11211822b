import type { HostArray } from "@cellgen/engine";
import { addNoise, seededNoise } from "@cellgen/samplers";
import { type DiffusionModel, nullClassOf } from "../model/diffusionModel.ts";
import { noiseScheduleOf } from "../model/noiseScheduleOf.ts";
import { classCondition } from "./classCondition.ts";
import { checkImageSize, type LabelledImage } from "./unitImage.ts";

/** Number of network calls, with one image each. More hardly change the ranges of the activations. */
const calls = 128;

/**
 * Create inputs of the network as in training: noised images at timesteps spread evenly over the schedule,
 * `xt = √ᾱ·xStart + √(1 − ᾱ)·ε`, in batches. An image without a label gets the null class, or 0. If there is a null class, every third image
 * gets it instead of its own class.
 *
 * @throws RangeError if there is no image, or one of another size, or of a class that the model does not have.
 */
export function calibrationInputs(
  caller: string,
  model: DiffusionModel,
  images: readonly LabelledImage[],
  batchSize: number,
): readonly Readonly<Record<string, HostArray>>[] {
  const { height, width, channels } = model.card;
  const size = height * width * channels;
  if (images.length === 0) {
    throw new RangeError(
      `${caller}: calibration must have at least one image, got none. Use images like the training images, or omit it to calibrate on generated images.`,
    );
  }
  for (const [index, image] of images.entries()) {
    const name = `calibration[${index}]`;
    checkImageSize(caller, name, image, model.card);
    if (image.label !== undefined) {
      classCondition(caller, model, { option: `${name}.label`, class: image.label });
    }
  }
  const { numTimesteps, alphasCumprod } = noiseScheduleOf(model.scheduler);
  const nullClass = nullClassOf(model);
  const batches = Math.ceil(calls / batchSize);
  return Array.from({ length: batches }, (_, batch) => {
    // Images of a batch have widely spaced timesteps.
    const places = Array.from({ length: batchSize }, (_, place) => batch + place * batches);
    const t = Int32Array.from(places, (place) =>
      Math.floor(((place + 0.5) * numTimesteps) / (batches * batchSize)),
    );
    const noise = seededNoise(0, places, [height, width, channels]).initial();
    const xt = new Float32Array(batchSize * size);
    const labels = new Int32Array(batchSize);
    for (const [k, place] of places.entries()) {
      const { values, label = nullClass ?? 0 } = images[place % images.length]!;
      const ownNoise = noise.subarray(k * size, (k + 1) * size);
      xt.set(addNoise(values, ownNoise, alphasCumprod[t[k]!]!), k * size);
      labels[k] = nullClass !== undefined && place % 3 === 2 ? nullClass : label;
    }
    return { xt, t, ...(model.unet.config.numClassEmbeds === null ? {} : { labels }) };
  });
}
