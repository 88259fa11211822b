import type { PreparedRun } from "@cellgen/training/node";
import { count, duration, shownPath } from "../../terminal/describe.ts";
import { describeFolder } from "../../terminal/describeFolder.ts";

/** The images, the network and the engine of a run, a line each. */
export function describeRun(run: PreparedRun): string[] {
  const { settings, summary, engine, images, flopsPerStep } = run;
  const { size, preset, batch, crop, stabilise } = settings;
  const { unet, card } = run.model();
  const how = crop > 0 ? `random squares of ${crop} pixels, scaled to` : "the middle square, scaled to";
  return [
    `data        ${shownPath(images.path)}`,
    ...describeFolder(summary),
    `used as     ${how} ${size}x${size}, ${card.channels === 1 ? "grey" : "colour"}`,
    ...(stabilise === "none" ? [] : [`stabilised  for photon noise of ${stabilise}`]),
    `model       ${preset}: ${count(unet.parameterCount)} parameters, ${(flopsPerStep / 1e9).toFixed(2)} GFLOP a step of ${batch} images`,
    `engine      ${engine.description}`,
  ];
}

/** The expected time of a training, from a measurement of about a second. The progress bar shows it from then on. */
export function describeTime(secondsPerStep: number, steps: number): string {
  const perSecond = 1 / secondsPerStep;
  return `time        about ${duration(secondsPerStep * steps)} if nothing else runs, for ${count(steps)} steps at ${perSecond.toFixed(perSecond < 10 ? 1 : 0)} steps a second`;
}
