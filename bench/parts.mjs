/** The parts of the benchmark in the order in which they run and stand on the page. */

import { imageLoading } from "./imageLoading.mjs";
import { int8 } from "./int8.mjs";
import { int8Quality } from "./int8Quality.mjs";
import { layers } from "./layers.mjs";
import { memory } from "./memory.mjs";
import { others } from "./others.mjs";
import { sampling } from "./sampling.mjs";
import { scaling } from "./scaling.mjs";
import { startUp } from "./startUp.mjs";
import { timeToQuality } from "./timeToQuality.mjs";
import { trainStep } from "./trainStep.mjs";

export const parts = [
  trainStep,
  sampling,
  int8,
  int8Quality,
  others,
  layers,
  scaling,
  memory,
  startUp,
  imageLoading,
  timeToQuality,
];
