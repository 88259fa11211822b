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

export interface ClassifierOptions extends NetworkTrainingOptions {
  /** How many classes there are, from 2. */
  readonly classes: number;
  /** How often each image is seen; in a different symmetry of the square and shifted each time. @default what makes 500 steps */
  readonly epochs?: number;
}

/** Images of a step. */
export const BATCH = 32;
const STEPS = 500;
const changes = { shift: 0.06, zoom: 1, brightness: 0 };

/**
 * Trains a small convolutional network to tell classes of images apart. What it computes before its last layer are features of the images
 * in which sets of them can be compared.
 *
 * `loss = -mean log softmax(network(image))[label]`, by AdamW with a cosine learning rate.
 *
 * @param images - With labels, 0…classes-1. All of one size; 16 pixels or more are of use.
 * @returns The classifier. The caller disposes it. On one engine and machine it is a function of images, seed and epochs.
 * @throws RangeError if labels are missing or out of range, or an option is; TypeError if values are no Float32Array; the signal's reason if
 * it was aborted.
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
