import { count, duration, shownPath } from "../../terminal/describe.ts";
import { describeFolder } from "../../terminal/describeFolder.ts";
import type { PreparedRun } from "./prepareRun.ts";

/** Fewer images than this, and a network may learn them by heart. */
const FEW_IMAGES = 200;

/** What is going to be trained, on what and with what, a line each. */
export function describeRun(run: PreparedRun, flopsPerStep: number): string[] {
  const { settings, summary, batches, unet, engine, images } = run;
  const { size, preset, batch, crop, stabilise } = settings;
  const how = crop > 0 ? `random squares of ${crop} pixels, scaled to` : "the middle square, scaled to";
  return [
    `data        ${shownPath(images.path)}`,
    ...describeFolder(summary),
    `used as     ${how} ${size}x${size}, ${batches.channels === 1 ? "grey" : "colour"}`,
    ...(stabilise === "none" ? [] : [`stabilised  for photon noise of ${stabilise}`]),
    `model       ${preset}: ${count(unet.parameterCount)} parameters, ${(flopsPerStep / 1e9).toFixed(2)} GFLOP a step of ${batch} images`,
    `engine      ${engine.description}`,
  ];
}

/** What the reader should know before trusting the result. */
export function cautions({ settings, summary, images, classes }: PreparedRun): string[] {
  const warnings: string[] = [];
  if (summary.count < FEW_IMAGES && settings.crop === 0) {
    warnings.push(
      `Only ${count(summary.count)} images: the network may learn them by heart and generate copies of them. ` +
        `${FEW_IMAGES} or more are better${settings.augment === "none" ? "; --augment d4 or --crop help with few" : ""}.`,
    );
  }
  if (summary.width.median < settings.size || summary.height.median < settings.size) {
    warnings.push(
      `Most images are smaller than ${settings.size}x${settings.size} and are enlarged. A smaller --size trains faster and loses nothing.`,
    );
  }
  const cropped = summary.sizes
    .filter(({ width, height }) => Math.min(width, height) < settings.crop)
    .reduce((sum, { count: images }) => sum + images, 0);
  if (cropped > 0) {
    warnings.push(
      `--crop ${settings.crop} is larger than ${cropped === summary.count ? "the images" : `${count(cropped)} of the images`}, of which the whole (a square of the shorter side) is taken: their cells are at another scale. A --crop of ${Math.min(summary.width.min, summary.height.min)} fits all.`,
    );
  }
  if (settings.stabilise !== "none" && isScaled(summary, settings)) {
    warnings.push(
      `The images are scaled to ${settings.size}x${settings.size}, but noise is as --stabilise says only in pixels as the camera took them: ` +
        `what is to be denoised has to be scaled neither. --crop ${settings.size} takes pixels as they are.`,
    );
  }
  if (classes.length === 0 && images.classes.length > 1) {
    warnings.push(
      `The subfolders (${images.classes.slice(0, 4).join(", ")}…) are not learnt as classes. --class-conditional does that.`,
    );
  }
  return warnings;
}

/** Whether any image is brought to another scale. */
function isScaled({ sizes }: PreparedRun["summary"], { crop, size }: PreparedRun["settings"]): boolean {
  const side = (width: number, height: number): number =>
    crop > 0 ? Math.min(crop, width, height) : Math.min(width, height);
  return sizes.some(({ width, height }) => side(width, height) !== size);
}

/** How long the training is expected to take: measured in a second, which says nothing of what else is going to run. The progress says it from then on. */
export function describeTime(secondsPerStep: number, steps: number): string {
  const perSecond = 1 / secondsPerStep;
  return `time        about ${duration(secondsPerStep * steps)} if nothing else runs, for ${count(steps)} steps at ${perSecond.toFixed(perSecond < 10 ? 1 : 0)} steps a second`;
}
