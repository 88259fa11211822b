import type { RunSettings } from "../run/settings/runSettings.ts";

/**
 * Default settings of `trainFolder` and `cellgen train`, chosen for good results in little time on any kind of cell images. Options without
 * a setting (warm-up, AdamW, label dropout …) have the defaults of `createTrainer`.
 */
export const trainingDefaults: Readonly<Omit<RunSettings, "data" | "out" | "index" | "threads">> = {
  preset: "small",
  size: 32,
  crop: 0,
  channels: "auto",
  selectChannels: "all",
  z: "max",
  time: "all",
  classConditional: false,
  range: "set",
  display: "auto",
  stabilise: "none",
  steps: 10_000,
  batch: 4,
  lr: 1e-3,
  prediction: "v_prediction",
  weighting: "uniform",
  patchSize: 1,
  schedule: "cosine",
  noiseShift: 1,
  ema: 0.9999,
  augment: "d4",
  strict: false,
  seed: 0,
  engine: "auto",
  shareCores: false,
  blocks: true,
  sampleEvery: 2000,
  checkpointEvery: 1000,
};
