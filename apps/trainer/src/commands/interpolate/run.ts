import { encodePng } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import { createInterpolator, type DiffusionModel, type InterpolateOptions } from "@cellgen/pipelines";
import { drawingSteps, refuseAnyClass, refuseGuidance } from "../../model/drawing.ts";
import { useModel } from "../../model/useModel.ts";
import { modelRequired } from "../../options/modelSettings.ts";
import { flagSource, resolveSettings } from "../../options/resolveSettings.ts";
import { type ResultFolder, resultFolder } from "../../output/resultFolder.ts";
import { writeResult } from "../../output/writeResult.ts";
import { animation } from "../../report/pictures/animation.ts";
import { comparisonSheet } from "../../report/pictures/comparisonSheet.ts";
import { fileTile, shownRange } from "../../report/pictures/fileTile.ts";
import { duration, plural } from "../../terminal/describe.ts";
import { imageProgress } from "../../terminal/imageProgress.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { type Io, print, warn } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { comesBack, type InterpolationEnds, interpolationEnds, twoFiles } from "./interpolateEnds.ts";
import { type DrawnFrame, interpolateResult } from "./interpolateResult.ts";
import { type InterpolateSettings, interpolateDefaults, interpolateSchema } from "./interpolateSettings.ts";

/** `cellgen interpolate`: from one image to another. */
export async function interpolate(
  { flags, force }: { readonly flags: Readonly<Record<string, unknown>>; readonly force: boolean },
  io: Io,
): Promise<void> {
  const defaults = { values: interpolateDefaults, nameOf: (key: string) => key };
  const settings = resolveSettings(interpolateSchema, [flagSource(flags), defaults], modelRequired);
  const { seeds, images, out, frames } = settings;
  if ((seeds === undefined) === (images === undefined)) {
    throw new UsageError(
      seeds === undefined
        ? "--seeds or --images is missing. Give two seeds as --seeds A,B, or two files as --images A,B."
        : "--seeds and --images both say where to go. Give one of them.",
    );
  }
  const files = images === undefined ? undefined : twoFiles(images);
  const folder = await resultFolder({ command: "interpolate", out, force, reads: { "--images": files } });
  await useModel(settings, io, async ({ model, signal, start }) => {
    const ends = await interpolationEnds(settings, files, model, io);
    const options = interpolateOptions(settings, ends, model);
    const engine = await start();
    print(
      io,
      `${plural(frames, "frame")} by ${options.sampler} (${plural(options.steps, "step")}); engine ${engine.description}`,
    );
    const began = performance.now();
    const drawn = await drawFrames({ settings, ends, options, model, engine, folder }, io, signal);
    if (drawn.length < frames) {
      await folder.finish({ finished: false, settings });
      throw new Interrupted(`Stopped; ${plural(drawn.length, "frame")} were finished and are in ${out}.`);
    }
    const images = drawn.map(({ image }) => image);
    const range = shownRange(images);
    const tiles = images.map((image) => fileTile(image, range));
    const positions = drawn.map(({ position }) => position.toFixed(2));
    const strip = await comparisonSheet(positions, [{ tiles }]);
    const film = await animation(tiles);
    await folder.write("strip.png", strip);
    await folder.write("animation.webp", film);
    const result = await interpolateResult({
      settings,
      options,
      classes: model.card.classes,
      ends,
      drawn,
      tiles,
      film,
    });
    await writeResult(folder, settings, { model, engine }, result);
    for (const line of result.warnings) warn(io, `note: ${line}`);
    const time = duration((performance.now() - began) / 1000);
    print(
      io,
      `${plural(frames, "frame")}, strip.png, animation.webp and report.html are in ${out} (${time}).`,
    );
  });
}

interface FramesToDraw {
  readonly settings: InterpolateSettings;
  readonly ends: InterpolationEnds;
  readonly options: InterpolateOptions;
  readonly model: DiffusionModel;
  readonly engine: Engine;
  readonly folder: ResultFolder;
}

/** Draws the frames and writes each as soon as it is there; after an abort the result holds those that were finished. */
async function drawFrames(
  { settings, ends, options, model, engine, folder }: FramesToDraw,
  io: Io,
  signal: AbortSignal,
): Promise<DrawnFrame[]> {
  const { frames, batch } = settings;
  const names = Array.from({ length: frames }, (_, k) => `frames/frame-${String(k).padStart(3, "0")}.png`);
  const interpolator = await createInterpolator(model, engine, { batchSize: Math.min(batch, frames) });
  const progress = imageProgress(io, 1);
  const drawn: DrawnFrame[] = [];
  const watched: InterpolateOptions = { ...options, signal, onProgress: (step) => progress.step(0, step) };
  try {
    await folder.begin([...names, "strip.png", "animation.webp", "report.html"]);
    const images = ends.images?.map(({ unit }) => unit);
    for await (const { values, index, position } of images
      ? interpolator.betweenImages(images[0]!, images[1]!, frames, watched)
      : interpolator.betweenSeeds(...ends.seeds!, frames, watched)) {
      const image = ends.frame(values, position);
      await folder.write(names[index]!, await encodePng(image));
      const end = index === 0 ? images?.[0] : index === frames - 1 ? images?.[1] : undefined;
      drawn.push({ file: names[index]!, position, image, psnr: end ? comesBack(end, values) : undefined });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    progress.stop();
    await interpolator.dispose();
  }
  return drawn;
}

/** @throws UsageError if a flag does not go with the model. */
function interpolateOptions(
  settings: InterpolateSettings,
  { labels }: InterpolationEnds,
  model: DiffusionModel,
): InterpolateOptions {
  const { sampler, guidance, images } = settings;
  if (images !== undefined && sampler === "ddpm") {
    throw new UsageError(
      "--sampler ddpm draws new noise, and nothing would tie the frames to the images. Take ddim or dpm++2m.",
    );
  }
  refuseAnyClass("--class", labels, model);
  refuseGuidance(guidance, "--class", labels, model);
  return {
    sampler,
    steps: drawingSteps(settings, model),
    guidanceScale: guidance,
    ...(labels === undefined ? {} : { labels }),
  };
}
