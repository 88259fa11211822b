/** Number of images computed at a time by default. */
export const defaultBatchSize = 8;

/**
 * Return the batch size for a number of images: the given one, otherwise the number of images, at most 8.
 *
 * @param name - Name of the option that holds the number of images.
 * @throws RangeError if `count` is not an integer, or below `minimum`.
 */
export function pipelineBatchSize(
  caller: string,
  name: string,
  {
    count,
    minimum = 1,
    batchSize,
  }: { readonly count: number; readonly minimum?: number; readonly batchSize?: number | undefined },
): number {
  if (!Number.isInteger(count) || count < minimum) {
    throw new RangeError(`${caller}: ${name} must be an integer of at least ${minimum}, got ${count}.`);
  }
  return batchSize ?? Math.min(defaultBatchSize, count);
}
