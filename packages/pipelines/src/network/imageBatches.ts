/** Images that are generated together, including those that fill the batch. */
export interface ImageBatch {
  /** From 1. */
  readonly batch: number;
  readonly batches: number;
  /** The numbers of its images, `batchSize` of them. */
  readonly indices: readonly number[];
}

/**
 * The full batches in which images first…first + count − 1 lie, if image k is at place k mod batchSize of batch floor(k / batchSize): so an
 * image has the same place, and the same last bits, whatever the number of images.
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
 * Each image of a batch, clamped to [-1, 1].
 *
 * @param samples - The images, one after the other.
 * @returns New arrays, the caller's.
 */
export function clampedImages(samples: Float32Array, batchSize: number): readonly Float32Array[] {
  const size = samples.length / batchSize;
  return Array.from({ length: batchSize }, (_, place) =>
    samples.subarray(place * size, (place + 1) * size).map((value) => Math.min(Math.max(value, -1), 1)),
  );
}

/** Images one after the other, as a sampler takes them. */
export function stackedImages(images: readonly Float32Array[]): Float32Array {
  const size = images[0]!.length;
  const batch = new Float32Array(images.length * size);
  for (const [place, values] of images.entries()) batch.set(values, place * size);
  return batch;
}
