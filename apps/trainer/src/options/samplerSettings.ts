import { numberBetween, oneOf, wholeNumber } from "./rules.ts";

export const samplerNames = ["dpm++2m", "ddim", "ddpm"] as const;
export type SamplerName = (typeof samplerNames)[number];

/** Network evaluations an image, where none are asked for. */
export const defaultSteps: Readonly<Record<SamplerName, number>> = { "dpm++2m": 20, ddim: 50, ddpm: 1000 };

/** How images go between noise and what is made of it. */
export const samplerSettings = {
  sampler: oneOf(samplerNames),
  steps: wholeNumber(1).optional(),
  guidance: numberBetween(0, 100),
};

/** As learnt: more guidance shows the class more plainly and takes variety away. */
export const samplerDefaults = { guidance: 1 } as const;

/** How images are drawn out of noise alone. */
export const generationSettings = { ...samplerSettings, eta: numberBetween(0, 1).optional() };

export const generationDefaults = { ...samplerDefaults, sampler: "dpm++2m" } as const;
