/** What is fixed by the recipe: it moves little, so it has no flag. */
export const recipe = {
  warmupSteps: 100,
  beta1: 0.95,
  beta2: 0.999,
  adamEpsilon: 1e-8,
  weightDecay: 1e-6,
  maxGradientNorm: 1,
  emaPower: 0.67,
  /** How often a class-conditional network is shown an image without its class, so that it can be guided. */
  labelDropout: 0.1,
  numTimesteps: 1000,
} as const;
