/**
 * Defaults of `evaluateFolder`, without loading anything else.
 *
 * @module
 */

/** Number of images that a model generates, and how many at a time. */
export const evaluationDefaults = { count: 500, batchSize: 16 } as const;
