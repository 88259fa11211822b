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
  /** Use to which ddpm is restricted, because it adds noise in each step. @default unrestricted */
  readonly ddpmFor?: string;
  /** Help of `--steps`. */
  readonly steps: string;
  /** Target of the guidance. */
  readonly guided: string;
}

/** Create the sampling options of a command. */
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
      help: `guidance scale towards ${guided}; 1 = no guidance, higher = clearer class, less variety`,
    },
  });
}

/** Options of commands that generate images from noise. */
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
