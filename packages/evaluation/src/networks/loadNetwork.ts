import type { CompiledFunction, Engine } from "@cellgen/engine";
import { linear } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import type { FeatureExtractor } from "../features/featureExtractor.ts";
import { checkImages, type ImageSet, imageLength } from "../measures/imageSet.ts";
import { FEATURES, networkFeatures, networkShapes } from "./featureNetwork.ts";
import type { NetworkWeights } from "./networkWeights.ts";

/** Batch size. */
const BATCH = 64;

/** Trained network, ready to use. */
export interface LearnedNetwork extends FeatureExtractor {
  readonly weights: NetworkWeights;
}

/** Network trained as a classifier. */
export interface Classifier extends LearnedNetwork {
  readonly classes: number;
  /**
   * Return the class probabilities: a new array `[count, classes]`, each row summing to 1.
   *
   * @throws RangeError if the images differ in size from the training images.
   */
  classify(images: ImageSet): Promise<Float32Array>;
}

/**
 * Compile a trained network, with its weights as constants.
 *
 * @param engine - Engine for the network. It is not disposed.
 * @returns The network; a `Classifier` if the weights are those of a classifier. Dispose of it after use.
 * @throws RangeError if a tensor is missing or has the wrong shape.
 */
export async function loadNetwork(
  weights: NetworkWeights,
  engine: Engine,
): Promise<LearnedNetwork | Classifier> {
  const { kind, input, classes, tensors } = weights;
  checkWeights(weights);
  const { height, width, channels } = input;
  const isClassifier = kind === "classifier";
  const constants = Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]) => [
      name,
      { shape, data, dtype: "float32" as const },
    ]),
  );
  const run: CompiledFunction = await engine.compile(
    (inputs) => {
      const features = networkFeatures(input, inputs, inputs["images"] as tf.Tensor4D);
      if (!isClassifier) return { features };
      const logits = linear(
        features,
        inputs["head.weight"] as tf.Tensor2D,
        inputs["head.bias"] as tf.Tensor1D,
      );
      return { features, probabilities: tf.softmax(logits) };
    },
    { images: { shape: [BATCH, height, width, channels], dtype: "float32" } },
    { constants },
  );

  async function compute(
    caller: string,
    output: string,
    dimension: number,
    images: ImageSet,
  ): Promise<Float32Array> {
    const count = checkImages(caller, "images", images, 0);
    if (images.height !== height || images.width !== width || images.channels !== channels) {
      throw new RangeError(
        `${caller}: images must be of [${height},${width},${channels}], as the network was trained on, ` +
          `got [${images.height},${images.width},${images.channels}].`,
      );
    }
    const length = imageLength(images);
    const results = new Float32Array(count * dimension);
    const batch = new Float32Array(BATCH * length);
    for (let first = 0; first < count; first += BATCH) {
      const here = Math.min(BATCH, count - first);
      batch.set(images.values.subarray(first * length, (first + here) * length));
      const outputs = await run({ images: batch });
      results.set((outputs[output] as Float32Array).subarray(0, here * dimension), first * dimension);
    }
    return results;
  }

  const network: LearnedNetwork = {
    name: isClassifier ? "learned (classifier)" : "learned (contrastive)",
    dimension: FEATURES,
    weights,
    features: (images) => compute("features", "features", FEATURES, images),
    dispose: () => run.dispose(),
  };
  if (!isClassifier) return network;
  return {
    ...network,
    classes,
    classify: (images: ImageSet) => compute("classify", "probabilities", classes, images),
  };
}

/** Check whether a network is a classifier. */
export function isClassifier(network: FeatureExtractor): network is Classifier {
  return "classify" in network;
}

function checkWeights({ kind, input, classes, tensors }: NetworkWeights): void {
  const expected: Record<string, readonly number[]> = {
    ...networkShapes(input),
    "input.mean": [input.channels],
    "input.deviation": [input.channels],
    ...(kind === "classifier" ? { "head.weight": [FEATURES, classes], "head.bias": [classes] } : {}),
  };
  for (const [name, shape] of Object.entries(expected)) {
    const given = tensors[name]?.shape;
    if (String(given) === String(shape)) continue;
    throw new RangeError(`loadNetwork: weights must have ${name} of shape [${shape}], got [${given ?? ""}].`);
  }
}
