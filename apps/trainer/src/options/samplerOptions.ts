import {
  defaultGuidanceScale,
  defaultSampler,
  defaultSteps,
  type SamplerName,
  samplerNames,
} from "@cellgen/samplers";
import { inGroup, optionTable } from "./optionTable.ts";
import { numberBetween, oneOf, wholeNumber } from "./rules.ts";

interface SamplerHelp<Sampler extends SamplerName> {
  readonly sampler: Sampler;
  /** What ddpm, which adds noise of its own, can be used for. @default everything */
  readonly ddpmFor?: string;
  /** What one step is. */
  readonly steps: string;
  /** What guidance leads towards. */
  readonly guided: string;
}

/** The options of a command that goes from noise to images. */
export function samplerOptions<const Sampler extends SamplerName>({
  sampler,
  ddpmFor,
  steps,
  guided,
}: SamplerHelp<Sampler>) {
  return inGroup("Sampling", {
    sampler: {
      schema: oneOf(samplerNames),
      default: sampler,
      help: `sampler: dpm++2m, ddim or ddpm${ddpmFor === undefined ? "" : ` (ddpm for ${ddpmFor} only)`}`,
    },
    steps: {
      schema: wholeNumber(1),
      defaultNote: Object.entries(defaultSteps)
        .map(([name, count]) => `${count} for ${name}`)
        .join(", "),
      help: steps,
    },
    guidance: {
      schema: numberBetween(0, 100),
      default: defaultGuidanceScale,
      help: `guidance scale towards ${guided}; 1 = no guidance, more = clearer class, less variety`,
    },
  });
}

/** The options of a command that generates images from noise. */
export const generationOptions = optionTable({
  ...samplerOptions({ sampler: defaultSampler, steps: "network evaluations per image", guided: "the class" }),
  ...inGroup("Sampling", {
    eta: {
      schema: numberBetween(0, 1),
      defaultNote: "0",
      help: "noise added by the ddim sampler, from 0 to 1",
    },
  }),
});
