/** Images computed together, including those that fill the batch. */
export interface ImageBatch {
  /** Number of the batch, from 1. */
  readonly batch: number;
  readonly batches: number;
  /** Indices of its images, `batchSize` of them. */
  readonly indices: readonly number[];
}

/**
 * Return the full batches that contain images first…first + count − 1. Image k is at place k mod batchSize of batch floor(k / batchSize), so
 * its place and its last bits do not depend on the number of images.
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
 * Split a batch into images, clamped to [-1, 1].
 *
 * @param samples - The concatenated images.
 * @returns New arrays.
 */
export function clampedImages(samples: Float32Array, batchSize: number): readonly Float32Array[] {
  const size = samples.length / batchSize;
  return Array.from({ length: batchSize }, (_, place) =>
    samples.subarray(place * size, (place + 1) * size).map((value) => Math.min(Math.max(value, -1), 1)),
  );
}

/** Concatenate images to a batch, the input format of samplers. */
export function stackedImages(images: readonly Float32Array[]): Float32Array {
  const size = images[0]!.length;
  const batch = new Float32Array(images.length * size);
  for (const [place, values] of images.entries()) batch.set(values, place * size);
  return batch;
}
