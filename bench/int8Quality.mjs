/** What int8 costs in the images of a trained model, which MODEL names; MODEL_DATA names the images that it was trained on. */
import { folderBatches, scanImageFolder } from "@cellgen/data/node";
import { createEngine } from "@cellgen/engine/node";
import { kernelDistance } from "@cellgen/metrics";
import { createGenerator } from "@cellgen/pipelines";
import { loadModel } from "@cellgen/pipelines/node";
import { featureCount, imageFeatures, standardized } from "./imageFeatures.mjs";
import { part } from "./part.mjs";
import { table } from "./table.mjs";

/** The defaults of `cellgen sample`. */
const sampling = { sampler: "dpm++2m", steps: 20 };
const batchSize = 16;

/** Images in the order of their numbers, each of the class of the real one of its number: classes are as frequent as among those. */
async function generate(model, engine, { seed, count, precision, calibration, steps, real }) {
  const options = { batchSize, precision, ...(calibration ? { calibration } : {}) };
  const generator = await createGenerator(model, engine, options);
  const labels = model.card.classes.length > 0 ? { class: (index) => real[index].label } : {};
  const images = [];
  for await (const { values } of generator.generate({
    ...sampling,
    steps,
    ...labels,
    count,
    seed,
  }))
    images.push(values);
  await generator.dispose();
  return images;
}

/** Training images as the network saw them, with their classes. */
async function realImages(folder, { height, width, channels }, count) {
  const scanned = await scanImageFolder(folder, { size: height });
  const read = { size: height, channels, batchSize: Math.min(count, scanned.files.length), seed: 0 };
  const batches = folderBatches(scanned, { ...read, augmentation: "none" });
  const { xStart, labels } = await batches.batch(0);
  await batches.close();
  const size = height * width * channels;
  return Array.from(labels, (label, i) => {
    const values = xStart.slice(i * size, (i + 1) * size);
    return { values, height, width, channels, label };
  });
}

/** The mean of the absolute differences of pixels of 8 bits, and the share of pixels that differ by more than 4 of 255. */
function pixelDifference(a, b) {
  let [sum, far, count] = [0, 0, 0];
  for (const [k, image] of a.entries())
    for (const [i, value] of image.entries()) {
      const levels = Math.abs(value - b[k][i]) * 127.5;
      sum += levels;
      if (levels > 4) far++;
      count++;
    }
  return { mean: sum / count, far: far / count };
}

async function measure({ progress, quick }) {
  const { MODEL: folder, MODEL_DATA: data } = process.env;
  if (!folder || !data)
    return { skipped: "MODEL and MODEL_DATA name no trained model and its training images" };
  const [count, steps] = quick ? [16, 2] : [256, sampling.steps];
  const model = await loadModel(folder);
  const engine = await createEngine();
  const real = await realImages(data, model.card, 2 * count);
  const of = (name, options) => ({ name, seed: 1, ...options });
  // The last has seeds of its own: sets that share them cannot be compared as sets.
  const sets = [
    of("float32", { precision: "float32" }),
    of("int8, calibrated on training images", { precision: "int8", calibration: real.slice(0, 128) }),
    of("int8, calibrated on its own images", { precision: "int8" }),
    of("float32, other seeds", { precision: "float32", seed: 2 }),
  ];
  for (const [index, set] of sets.entries()) {
    progress(index / sets.length, set.name);
    set.images = await generate(model, engine, { ...set, count, steps, real });
  }
  await engine.dispose();
  const dimension = featureCount(model.card.channels);
  const reference = imageFeatures(
    real.map(({ values }) => values),
    model.card,
  );
  const featuresOf = (images) => standardized(imageFeatures(images, model.card), dimension, reference);
  const ofReal = standardized(reference, dimension, reference);
  const other = featuresOf(sets.at(-1).images);
  const rows = sets.map(({ name, images }, index) => ({
    name,
    toFloat32: index === sets.length - 1 ? undefined : kernelDistance(featuresOf(images), other, dimension),
    toReal: kernelDistance(featuresOf(images), ofReal, dimension),
    pixels: name.startsWith("int8") ? pixelDifference(images, sets[0].images) : undefined,
  }));
  const { height, width, classes, training } = model.card;
  const title = `${width}x${height}, ${classes.length} classes, preset ${training.preset}, ${training.step} steps`;
  return { title, count, real: real.length, dimension, steps, rows };
}

function write({ skipped, title, count, real, dimension, steps, rows }) {
  if (skipped) return `Not measured: ${skipped}.`;
  const distance = (kernel) =>
    kernel ? `${kernel.value.toFixed(4)} ± ${kernel.standardError.toFixed(4)}` : "";
  const head = [
    "images",
    "gray levels from float32",
    "pixels that differ by more than 4",
    "KID to float32",
    "KID to real",
  ];
  const body = rows.map(({ name, pixels, toFloat32, toReal }) => [
    name,
    pixels?.mean.toFixed(2) ?? "",
    pixels ? `${(100 * pixels.far).toFixed(2)} %` : "",
    distance(toFloat32),
    distance(toReal),
  ]);
  return `${table(head, body)}

A trained model (${title}), ${count} images per set by ${sampling.sampler} in ${steps} steps, with the class frequencies of the real images. Gray levels are
the mean absolute difference from the float32 images of the same seeds, of 255. KID is the kernel distance with its standard error, over
${dimension} features per image (mean colors and deviation of brightness of 4x4 tiles, standardized by ${real} real ones). "KID to float32"
is the distance to images of other seeds, so its first row is the value expected by chance.`;
}

export const int8Quality = await part(import.meta.url, {
  name: "int8Quality",
  title: "Images of int8",
  weight: 340,
  measure,
  write,
});
