import { linear } from "@cellgen/nn";
import { randomStream } from "@cellgen/random";
import * as tf from "@tensorflow/tfjs-core";
import { checkImages, checkLabels, type ImageSet, imageLength } from "../measures/imageSet.ts";
import {
  channelStatistics,
  FEATURES,
  firstParameters,
  networkFeatures,
  networkShapes,
} from "./featureNetwork.ts";
import { type Classifier, loadNetwork } from "./loadNetwork.ts";
import { networkWeights } from "./networkWeights.ts";
import { randomView } from "./randomView.ts";
import { shuffledIndices } from "./shuffledIndices.ts";
import { type NetworkTrainingOptions, trainNetwork } from "./trainNetwork.ts";

/** Options of `trainClassifier`. */
export interface ClassifierOptions extends NetworkTrainingOptions {
  /** Number of classes, at least 2. */
  readonly classes: number;
  /** Number of epochs; each image gets a random symmetry of the square and a random shift. @default enough for 500 steps */
  readonly epochs?: number;
}

/** Batch size. */
export const BATCH = 32;
const STEPS = 500;
const changes = { shift: 0.06, zoom: 1, brightness: 0 };

/**
 * Train a small convolutional network to classify images. The activations before its last layer are features in which image sets can be
 * compared.
 *
 * `loss = -mean log softmax(network(image))[label]`, minimized by AdamW with a cosine learning rate.
 *
 * @param images - Images of one size with labels, 0…classes-1. At least 16 pixels per side are recommended.
 * @returns The classifier. Dispose of it after use. On the same engine and machine, it is a function of the images, seed and epochs.
 * @throws RangeError if labels or options are missing or out of range; TypeError if `values` is not a Float32Array; the signal's reason if it
 * is aborted.
 */
export async function trainClassifier(images: ImageSet, options: ClassifierOptions): Promise<Classifier> {
  const { engine, seed, classes } = options;
  const caller = "trainClassifier";
  const count = checkImages(caller, "images", images);
  if (!Number.isInteger(classes) || classes < 2) {
    throw new RangeError(`${caller}: classes must be a whole number from 2, got ${classes}.`);
  }
  const labels = checkLabels(caller, "images", images, classes);
  const { epochs = (STEPS * BATCH) / count } = options;
  if (!(epochs > 0 && Number.isFinite(epochs))) {
    throw new RangeError(`${caller}: epochs must be a number above 0, got ${epochs}.`);
  }
  const { height, width, channels } = images;
  const length = imageLength(images);
  const shapes = { ...networkShapes(images), "head.weight": [FEATURES, classes], "head.bias": [classes] };
  const statistics = channelStatistics(images);
  const batch = new Float32Array(BATCH * length);
  const targets = new Float32Array(BATCH * classes);
  const indexAt = shuffledIndices(seed, count);

  const parameters = await trainNetwork(
    {
      parameterShapes: shapes,
      init: (seed) => firstParameters(shapes, seed),
      loss: (weights, inputs) => {
        const features = networkFeatures(images, { ...weights, ...inputs }, inputs["images"] as tf.Tensor4D);
        const logits = linear(
          features,
          weights["head.weight"] as tf.Tensor2D,
          weights["head.bias"] as tf.Tensor1D,
        );
        return tf.div(tf.sum(tf.mul(tf.logSoftmax(logits), inputs["targets"]!)), -BATCH);
      },
    },
    {
      inputs: {
        images: { shape: [BATCH, height, width, channels], dtype: "float32" },
        targets: { shape: [BATCH, classes], dtype: "float32" },
        "input.mean": { shape: [channels], dtype: "float32" },
        "input.deviation": { shape: [channels], dtype: "float32" },
      },
      steps: Math.max(1, Math.round((epochs * count) / BATCH)),
      batch: (step) => {
        targets.fill(0);
        for (let place = 0; place < BATCH; place++) {
          const index = indexAt((step - 1) * BATCH + place);
          const random = randomStream(seed, "evaluationView", step, place);
          randomView(images, index, changes, random, batch, place * length);
          targets[place * classes + labels[index]!] = 1;
        }
        return { images: batch, targets, ...statistics };
      },
    },
    options,
  );
  const weights = networkWeights("classifier", images, classes, shapes, parameters, statistics);
  return (await loadNetwork(weights, engine)) as Classifier;
}
