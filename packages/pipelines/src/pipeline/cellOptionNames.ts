import type { DenoiseCellsOptions, DenoiseFieldCellsOptions } from "./denoiseCell.ts";
import type { GenerateCellsOptions } from "./generateCells.ts";
import type { InpaintCellsOptions } from "./inpaintCells.ts";
import type { InterpolateCellsOptions } from "./interpolateCells.ts";
import type { TranslateCellsOptions } from "./translateCells.ts";

/** All option names of a type, checked for completeness by the compiler. */
type NamesOf<Options> = Readonly<Record<keyof Options, true>>;

const watch = { onProgress: true, signal: true } as const;

export const denoiseFieldOptionNames: NamesOf<DenoiseFieldCellsOptions> = {
  ...watch,
  write: true,
  side: true,
  noise: true,
  class: true,
  inputRanges: true,
  batchSize: true,
};

export const generateOptionNames: NamesOf<GenerateCellsOptions> = {
  count: true,
  counts: true,
  seed: true,
  width: true,
  height: true,
  class: true,
  sampler: true,
  steps: true,
  eta: true,
  guidanceScale: true,
  batchSize: true,
  precision: true,
  calibration: true,
  ...watch,
};

export const denoiseOptionNames: NamesOf<DenoiseCellsOptions> = {
  noise: true,
  mode: true,
  samples: true,
  seed: true,
  class: true,
  sampler: true,
  steps: true,
  reference: true,
  inputRanges: true,
  batchSize: true,
  ...watch,
};

export const inpaintOptionNames: NamesOf<InpaintCellsOptions> = {
  samples: true,
  seed: true,
  preset: true,
  class: true,
  guidanceScale: true,
  sampler: true,
  inputRanges: true,
  batchSize: true,
  ...watch,
};

export const translateOptionNames: NamesOf<TranslateCellsOptions> = {
  to: true,
  from: true,
  method: true,
  strength: true,
  keep: true,
  seed: true,
  sampler: true,
  steps: true,
  eta: true,
  guidanceScale: true,
  judge: true,
  inputRanges: true,
  batchSize: true,
  ...watch,
};

export const interpolateOptionNames: NamesOf<InterpolateCellsOptions> = {
  from: true,
  to: true,
  frames: true,
  class: true,
  sampler: true,
  steps: true,
  eta: true,
  guidanceScale: true,
  batchSize: true,
  ...watch,
};
