/** Images computed at a time if no batch size is given. */
export const defaultBatchSize = 8;

/**
 * The batch size for a number of images: the one that is given, or at most 8.
 *
 * @param name - The option that holds the number of images.
 * @throws RangeError if `count` is no whole number from `minimum`.
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
    throw new RangeError(`${caller}: ${name} must be a whole number from ${minimum}, got ${count}.`);
  }
  return batchSize ?? Math.min(defaultBatchSize, count);
}
