import { join } from "node:path";
import { imageProcessor } from "@cellgen/data";
import { readSample, sampleReader, scanImageFolder } from "@cellgen/data/node";
import { createEngine } from "@cellgen/engine/node";
import { loadNetwork, trainClassifier, trainContrastive } from "@cellgen/evaluation";
import { readNetwork, writeNetwork } from "@cellgen/evaluation/node";
import {
  featureStandardiser,
  frechetDistance,
  kernelDistance,
  precisionRecallDensityCoverage,
} from "@cellgen/metrics";

/** Number of images for the measures that depend on it. */
const COUNT = 512;
/** Number of real images that all sets are compared with. */
const REFERENCE = 1000;

/**
 * Judge of generated images: distances in the features of a network that is trained on the real training images, once for each size.
 *
 * @param options - `data` and `heldOut`: folders; `card`: of a model; `out`: folder for the network; `threads`.
 * @returns Its engine, and functions that return `{ kid, kidError, frechet, precision, recall, coverage, seen }`; `kidError` is half a 95 % interval.
 */
export async function imageJudge({ data, heldOut, card, out, ...threads }) {
  const engine = await createEngine("onnx", threads);
  const training = await readImages(data, card);
  const held = await readImages(heldOut, card);
  const network = await networkFor(training, {
    engine,
    classes: card.classes.length,
    file: join(out, `network-${card.height}.safetensors`),
  });
  const { dimension } = network;
  const real = await network.features(training);
  const standardize = featureStandardiser(real, dimension);
  const reference = evenly(standardize(real), REFERENCE, dimension);

  async function distances(set) {
    const features = standardize(await network.features(set));
    const some = evenly(features, COUNT, dimension);
    const { value: kid, standardError } = kernelDistance(features, reference, dimension);
    const { precision, recall } = precisionRecallDensityCoverage(reference, some, dimension, 3);
    const { coverage } = precisionRecallDensityCoverage(reference, some, dimension, 5);
    const frechet = frechetDistance(reference, some, dimension);
    return {
      kid,
      kidError: 1.96 * standardError,
      frechet,
      precision,
      recall,
      coverage,
      seen: await shareSeen(network, set),
    };
  }

  return {
    engine,
    heldOut: () => distances(held),
    generated: (images) =>
      distances(
        setOf(
          images.map(({ values }) => values),
          images.map(({ label }) => label),
          card,
        ),
      ),
    async dispose() {
      await network.dispose();
      await engine.dispose();
    },
  };
}

/** A classifier, or without classes a network of contrastive learning; read from the file if it is there. */
async function networkFor(images, { engine, classes, file }) {
  const weights = await readNetwork(file).catch(() => undefined);
  if (weights) return loadNetwork(weights, engine);
  const options = { engine, seed: 0 };
  const network =
    classes > 1
      ? await trainClassifier(images, { ...options, classes })
      : await trainContrastive(images, options);
  await writeNetwork(file, network.weights);
  return network;
}

async function readImages(path, card) {
  const folder = await scanImageFolder(path);
  const processor = imageProcessor(card);
  const reader = sampleReader();
  const values = [];
  for (const file of folder.files) {
    const image = await readSample(file, reader, { size: card.height });
    values.push(processor.encode(image, { inputs: folder.measured, clip: true }).unit.values);
  }
  await reader.close();
  const labels = folder.files.map(({ label }) => card.classes.indexOf(folder.classes[label]));
  return setOf(values, labels, card);
}

function setOf(images, labels, { height, width, channels, classes }) {
  const values = new Float32Array(images.length * height * width * channels);
  for (const [index, image] of images.entries()) values.set(image, index * image.length);
  return { values, height, width, channels, ...(classes.length > 1 && { labels: Int32Array.from(labels) }) };
}

/** At most `count` rows, evenly chosen. */
function evenly(rows, count, dimension) {
  const total = rows.length / dimension;
  if (total <= count) return rows;
  const chosen = new Float64Array(count * dimension);
  for (let i = 0; i < count; i++) {
    const row = Math.floor((i * total) / count);
    chosen.set(rows.subarray(row * dimension, (row + 1) * dimension), i * dimension);
  }
  return chosen;
}

/** Share of the images whose class the classifier recognizes. */
async function shareSeen(network, set) {
  if (!set.labels) return undefined;
  const { classes } = network;
  const probabilities = await network.classify(set);
  const isRight = (label, image) => {
    const row = probabilities.subarray(image * classes, (image + 1) * classes);
    return row.indexOf(Math.max(...row)) === label;
  };
  return set.labels.reduce((right, label, image) => right + isRight(label, image), 0) / set.labels.length;
}
