import type * as tf from "@tensorflow/tfjs-core";

/** Images that are drawn together, those that were not asked for included. */
export interface ImageBatch {
  /** From 1. */
  readonly batch: number;
  readonly batches: number;
  /** The numbers of its images, `batchSize` of them. */
  readonly indices: readonly number[];
}

/**
 * The full batches in which images first…first + count − 1 lie, if image k is at place k mod batchSize of batch floor(k / batchSize): so an
 * image has the same place, and the same last bits, however many are drawn with it.
 */
export function imageBatches(first: number, count: number, batchSize: number): readonly ImageBatch[] {
  const firstBatch = Math.floor(first / batchSize);
  const batches = Math.ceil((first + count) / batchSize) - firstBatch;
  return Array.from({ length: batches }, (_, i) => ({
    batch: i + 1,
    batches,
    indices: Array.from({ length: batchSize }, (_, place) => (firstBatch + i) * batchSize + place),
  }));
}

/**
 * The values of each image of a batch, clamped to [-1, 1].
 *
 * @param samples - `[batch, height, width, channels]`; disposed here.
 */
export async function takeImages(samples: tf.Tensor4D): Promise<readonly Float32Array[]> {
  try {
    const values = await samples.data();
    const size = values.length / samples.shape[0];
    return Array.from({ length: samples.shape[0] }, (_, place) =>
      Float32Array.from(values.subarray(place * size, (place + 1) * size), (value) =>
        Math.min(Math.max(value, -1), 1),
      ),
    );
  } finally {
    samples.dispose();
  }
}
