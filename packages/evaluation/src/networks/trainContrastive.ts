import { linear } from "@cellgen/nn";
import { randomStream } from "@cellgen/random";
import * as tf from "@tensorflow/tfjs-core";
import { checkImages, type ImageSet, imageLength } from "../measures/imageSet.ts";
import {
  channelStatistics,
  FEATURES,
  firstParameters,
  networkFeatures,
  networkShapes,
} from "./featureNetwork.ts";
import { type LearnedNetwork, loadNetwork } from "./loadNetwork.ts";
import { networkWeights } from "./networkWeights.ts";
import { randomView } from "./randomView.ts";
import { shuffledIndices } from "./shuffledIndices.ts";
import { type NetworkTrainingOptions, trainNetwork } from "./trainNetwork.ts";

/** Options of `trainContrastive`. */
export interface ContrastiveOptions extends NetworkTrainingOptions {
  /** Number of training steps. @default 500 */
  readonly steps?: number;
}

/** Image pairs per step: two views of each image. */
const PAIRS = 32;
const PROJECTION = 32;
const TEMPERATURE = 0.1;
const changes = { shift: 0.1, zoom: 1.15, brightness: 0.1 };

/**
 * Train a small convolutional network without classes by contrastive learning: two random views (symmetry, shift, zoom, brightness) of one
 * image must have more similar features than views of different images.
 *
 * `loss = -mean log (exp(s(v, v') / τ) / Σ_{u ≠ v} exp(s(v, u) / τ))`, where v and v' are views of one image, s is the cosine similarity of
 * their projections (an additional layer, discarded after training), and τ = 0.1.
 *
 * @param images - At least 2 images of one size. Labels are ignored.
 * @returns The network. Dispose of it after use. On the same engine and machine, it is a function of the images, seed and steps.
 * @throws RangeError if there are fewer than 2 images, or an option is out of range; TypeError if `values` is not a Float32Array; the signal's
 * reason if it is aborted.
 * @see Chen et al. 2020, arXiv:2002.05709, Eq. 1.
 */
export async function trainContrastive(
  images: ImageSet,
  options: ContrastiveOptions,
): Promise<LearnedNetwork> {
  const { engine, seed, steps = 500 } = options;
  const caller = "trainContrastive";
  const count = checkImages(caller, "images", images, 2);
  if (!Number.isInteger(steps) || steps < 1) {
    throw new RangeError(`${caller}: steps must be a whole number from 1, got ${steps}.`);
  }
  const { height, width, channels } = images;
  const length = imageLength(images);
  const kept = networkShapes(images);
  const shapes = {
    ...kept,
    "projection1.weight": [FEATURES, FEATURES],
    "projection1.bias": [FEATURES],
    "projection2.weight": [FEATURES, PROJECTION],
    "projection2.bias": [PROJECTION],
  };
  const statistics = channelStatistics(images);
  const spread = statistics["input.deviation"]!.reduce((sum, value) => sum + value, 0) / channels;
  const scaled = { ...changes, brightness: changes.brightness * Math.min(1, spread * 2) };
  // An image must not be its own negative: use at most as many pairs as images.
  const pairs = Math.min(PAIRS, count);
  const rows = 2 * pairs;
  const batch = new Float32Array(rows * length);
  const { partners, selves } = pairMatrices(pairs);
  const indexAt = shuffledIndices(seed, count);

  const parameters = await trainNetwork(
    {
      parameterShapes: shapes,
      init: (seed) => firstParameters(shapes, seed),
      loss: (weights, inputs) => {
        const layer = (x: tf.Tensor2D, name: string): tf.Tensor2D =>
          linear(x, weights[`${name}.weight`] as tf.Tensor2D, weights[`${name}.bias`] as tf.Tensor1D);
        const features = networkFeatures(images, { ...weights, ...inputs }, inputs["images"] as tf.Tensor4D);
        const hidden = layer(features, "projection1");
        const projected = layer(tf.mul(hidden, tf.sigmoid(hidden)), "projection2");
        const norm = tf.sqrt(tf.add(tf.sum(tf.square(projected), 1, true), 1e-8));
        const directions = tf.div(projected, norm) as tf.Tensor2D;
        const cosines = tf.div(tf.matMul(directions, directions, false, true), TEMPERATURE);
        const scores = tf.sub(cosines, tf.mul(inputs["selves"]!, 1e4));
        return tf.div(tf.sum(tf.mul(tf.logSoftmax(scores), inputs["partners"]!)), -rows);
      },
    },
    {
      inputs: {
        images: { shape: [rows, height, width, channels], dtype: "float32" },
        partners: { shape: [rows, rows], dtype: "float32" },
        selves: { shape: [rows, rows], dtype: "float32" },
        "input.mean": { shape: [channels], dtype: "float32" },
        "input.deviation": { shape: [channels], dtype: "float32" },
      },
      steps,
      batch: (step) => {
        // Use only complete batches of an epoch, so that no image occurs twice in a step.
        const perEpoch = Math.floor(count / pairs);
        const [epoch, within] = [Math.floor((step - 1) / perEpoch), (step - 1) % perEpoch];
        for (let row = 0; row < rows; row++) {
          const index = indexAt(epoch * count + within * pairs + (row >> 1));
          randomView(
            images,
            index,
            scaled,
            randomStream(seed, "evaluationView", step, row),
            batch,
            row * length,
          );
        }
        return { images: batch, partners, selves, ...statistics };
      },
    },
    options,
  );
  return await loadNetwork(networkWeights("contrastive", images, 0, kept, parameters, statistics), engine);
}

/** Matrices with 1 where two rows are views of one image (partners), and on the diagonal (selves). */
function pairMatrices(pairs: number): Record<"partners" | "selves", Float32Array> {
  const rows = 2 * pairs;
  const partners = new Float32Array(rows * rows);
  const selves = new Float32Array(rows * rows);
  for (let row = 0; row < rows; row++) {
    partners[row * rows + (row ^ 1)] = 1;
    selves[row * rows + row] = 1;
  }
  return { partners, selves };
}
