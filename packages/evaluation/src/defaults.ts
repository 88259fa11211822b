/**
 * Defaults of `evaluateFolder`, without loading other modules.
 *
 * @module
 */

/** Number of images to generate, and the batch size. */
export const evaluationDefaults = { count: 500, batchSize: 16 } as const;
