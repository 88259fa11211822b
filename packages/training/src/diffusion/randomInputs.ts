import type { HostArray } from "@cellgen/engine";
import { randomStream } from "@cellgen/random";
import { dropoutInput } from "./diffusionLoss.ts";
import type { CompleteOptions } from "./trainerOptions.ts";

/**
 * Draw all random inputs of a training step, as a function of (seed, step, image), independent of earlier draws.
 *
 * | input | value for image i in step s (from 1) | stream |
 * |---|---|---|
 * | `t` | uniform over 0…numTimesteps-1 | `"timestep"`, s, i |
 * | `noise` | standard normal | `"noise"`, s, i |
 * | `labels` | the image's label, or the null class with probability `labelDropout` | `"labelDropout"`, s, i |
 * | `dropout/NAME` | 0 with probability p = `dropout`, otherwise 1/(1 − p); masks in order | `"dropout"`, s, i |
 *
 * @returns Function of the step and the images' labels. Returns the same arrays on every call, and throws a RangeError if a label is
 *   out of range.
 */
export function randomInputs(
  options: CompleteOptions,
): (step: number, labels: Int32Array) => Readonly<Record<string, HostArray>> {
  const { unet, schedule, batches, classCount, labelDropout, seed } = options;
  const { batchSize, height, width, channels } = batches;
  const imageSize = height * width * channels;
  const { dropout } = unet.config;
  const t = new Int32Array(batchSize);
  const noise = new Float32Array(batchSize * imageSize);
  const shownLabels = new Int32Array(batchSize);
  const masks = Object.entries(unet.dropoutShapes(batchSize, height, width)).map(([name, shape]) => {
    const maskSize = shape.slice(1).reduce((product, size) => product * size, 1);
    return { name, maskSize, values: new Float32Array(batchSize * maskSize) };
  });
  const arrays: Readonly<Record<string, HostArray>> = {
    t,
    noise,
    ...(classCount > 0 && { labels: shownLabels }),
    ...Object.fromEntries(masks.map(({ name, values }) => [dropoutInput(name), values])),
  };

  return (step, labels) => {
    if (classCount > 0) checkLabels(labels, batchSize, classCount);
    for (let image = 0; image < batchSize; image++) {
      t[image] = randomStream(seed, "timestep", step, image).integer(schedule.numTimesteps);
      const begin = image * imageSize;
      randomStream(seed, "noise", step, image).fillNormal(noise.subarray(begin, begin + imageSize));
      if (classCount > 0) {
        const dropped = randomStream(seed, "labelDropout", step, image).uniform() < labelDropout;
        shownLabels[image] = dropped ? classCount : labels[image]!;
      }
      const stream = randomStream(seed, "dropout", step, image);
      for (const { maskSize, values } of masks) {
        const mask = values.subarray(image * maskSize, (image + 1) * maskSize);
        stream.fillUniform(mask);
        for (let i = 0; i < maskSize; i++) mask[i] = mask[i]! < dropout ? 0 : 1 / (1 - dropout);
      }
    }
    return arrays;
  };
}

function checkLabels(labels: Int32Array, batchSize: number, classCount: number): void {
  if (labels.length !== batchSize) {
    throw new RangeError(`run: labels must be one for each of ${batchSize} images, got ${labels.length}.`);
  }
  const wrong = labels.find((label) => label < 0 || label >= classCount);
  if (wrong === undefined) return;
  throw new RangeError(`run: labels must be integers from 0 to ${classCount - 1}, got ${wrong}.`);
}
