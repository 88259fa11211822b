import { imageProcessor } from "@cellgen/data";
import { readSample, sampleReader, scanImageFolder } from "@cellgen/data/node";
import { createEngine } from "@cellgen/engine/node";
import { trainClassifier, trainContrastive } from "@cellgen/evaluation";
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
 * Judge of images of one size: distances to the real training images in the features of a network that is trained on them, a classifier if they
 * have classes.
 *
 * @param options - `data` and `heldOut`: folders; `card`: of a model, for the size and range of the images; `threads`.
 * @returns Its engine, and functions that return `{ kid, kidError, frechet, precision, recall, coverage, seen }`; `kidError` is half a 95 % interval.
 */
export async function imageJudge({ data, heldOut, card, ...threads }) {
  const training = await readImages(data, card);
  const held = await readImages(heldOut, card);
  const { classes } = training;
  const engine = await createEngine("onnx", threads);
  const options = { engine, seed: 0 };
  const network =
    classes.length > 1
      ? await trainClassifier(training, { ...options, classes: classes.length })
      : await trainContrastive(training, options);
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
    const seen = set.labels.includes(-1) ? undefined : await shareSeen(network, set);
    return { kid, kidError: 1.96 * standardError, frechet, precision, recall, coverage, seen };
  }

  return {
    engine,
    heldOut: () => distances({ ...held, labels: labelsOf(held.names, classes) }),
    generated(images, { classes: own }) {
      const names = images.map(({ label }) => own[label]);
      return distances({
        ...setOf(
          images.map(({ values }) => values),
          card,
        ),
        labels: labelsOf(names, classes),
      });
    },
    async dispose() {
      await network.dispose();
      await engine.dispose();
    },
  };
}

/** The images of a folder, with their classes and the name of the class of each. */
async function readImages(path, card) {
  const { files, classes, measured } = await scanImageFolder(path);
  const processor = imageProcessor(card);
  const reader = sampleReader();
  const values = [];
  try {
    for (const file of files) {
      const image = await readSample(file, reader, { size: card.height });
      values.push(processor.encode(image, { inputs: measured, clip: true }).unit.values);
    }
  } finally {
    await reader.close();
  }
  const names = files.map(({ label }) => classes[label]);
  return { ...setOf(values, card), classes, names, labels: labelsOf(names, classes) };
}

/** Label of each name, -1 if it is none of the classes. A set without classes has none to recognize. */
function labelsOf(names, classes) {
  return Int32Array.from(names, (name) => (classes.length > 1 ? classes.indexOf(name) : -1));
}

function setOf(images, { height, width, channels }) {
  const length = height * width * channels;
  const values = new Float32Array(images.length * length);
  for (const [index, image] of images.entries()) {
    if (image.length !== length)
      throw new Error("all runs must have one size of images. Compare others separately.");
    values.set(image, index * length);
  }
  return { values, height, width, channels };
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
async function shareSeen({ classify, classes }, set) {
  const probabilities = await classify(set);
  const isRight = (label, image) => {
    const row = probabilities.subarray(image * classes, (image + 1) * classes);
    return row.indexOf(Math.max(...row)) === label;
  };
  return set.labels.reduce((right, label, image) => right + isRight(label, image), 0) / set.labels.length;
}
