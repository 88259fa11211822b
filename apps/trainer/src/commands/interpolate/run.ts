import { displayRange } from "@cellgen/data";
import type { Engine } from "@cellgen/engine";
import { animation, comparisonSheet, imageTile } from "@cellgen/figures";
import type { DiffusionModel, InterpolateOptions } from "@cellgen/pipelines";
import { CellPipeline } from "@cellgen/pipelines/node";
import { drawingSteps, refuseAnyClass, refuseGuidance } from "../../model/drawing.ts";
import type { OutputFolder } from "../../output/outputFolder.ts";
import { writeResult } from "../../output/writeResult.ts";
import { imageNoteText } from "../../report/imageNoteText.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { plural } from "../../terminal/describe.ts";
import { imageProgress } from "../../terminal/imageProgress.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { type Io, print, warn } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { type InterpolationEnds, interpolationEnds } from "./interpolateEnds.ts";
import { type DrawnFrame, interpolateResult } from "./interpolateResult.ts";
import type { InterpolateSettings } from "./options.ts";
import { twoFiles } from "./twoFiles.ts";

/** `cellgen interpolate`: frames, a strip and an animation between two images. */
export async function run(context: CommandContext<InterpolateSettings>): Promise<void> {
  const { settings, output, io, signal } = context;
  const { images, out, frames } = settings;
  const files = images === undefined ? undefined : twoFiles(images);
  const model = await context.openModel();
  const ends = await interpolationEnds(settings, files, model, io);
  const options = interpolateOptions(settings, ends, model);
  const engine = await context.startEngine();
  print(
    io,
    `${plural(frames, "frame")} by ${options.sampler} (${plural(options.steps, "step")}); engine ${engine.description}`,
  );
  const drawn = await drawFrames({ settings, ends, options, model, engine, output }, io, signal);
  if (drawn.length < frames) {
    await output.finish({ finished: false, settings });
    throw new Interrupted(`Stopped; ${plural(drawn.length, "frame")} were finished and are in ${out}.`);
  }
  const made = drawn.map(({ image }) => image);
  const range = displayRange(made);
  const tiles = made.map((image) => imageTile(image, range));
  const positions = drawn.map(({ position }) => position.toFixed(2));
  const strip = await comparisonSheet(positions, [{ tiles }]);
  const film = await animation(tiles);
  await output.write("strip.png", strip);
  await output.write("animation.webp", film);
  const result = await interpolateResult({
    settings,
    options,
    classes: model.card.classes,
    ends,
    drawn,
    tiles,
    film,
  });
  await writeResult(output, settings, { model, engine }, result);
  for (const line of result.warnings) warn(io, `note: ${line}`);
  const time = context.elapsed();
  print(io, `${plural(frames, "frame")}, strip.png, animation.webp and report.html are in ${out} (${time}).`);
}

interface FramesToDraw {
  readonly settings: InterpolateSettings;
  readonly ends: InterpolationEnds;
  readonly options: InterpolateOptions;
  readonly model: DiffusionModel;
  readonly engine: Engine;
  readonly output: OutputFolder;
}

/** Draws the frames and writes each as soon as it is there; after an abort the result holds those that were finished. */
async function drawFrames(
  { settings, ends, options, model, engine, output }: FramesToDraw,
  io: Io,
  signal: AbortSignal,
): Promise<DrawnFrame[]> {
  const { frames, batch } = settings;
  const { labels, ...drawing } = options;
  const { classes } = model.card;
  const names = Array.from({ length: frames }, (_, k) => `frames/frame-${String(k).padStart(3, "0")}.png`);
  const cells = new CellPipeline(model, engine);
  const progress = imageProgress(io, 1);
  const drawn: DrawnFrame[] = [];
  try {
    await output.begin([...names, "strip.png", "animation.webp", "report.html"]);
    const [from, to] = ends.images?.map(({ image }) => image) ?? ends.seeds!;
    const ofClass =
      typeof labels === "object" ? ([classes[labels[0]]!, classes[labels[1]]!] as const) : undefined;
    const drawnCells = cells.interpolate({
      ...drawing,
      from: from!,
      to: to!,
      frames,
      ...(typeof labels === "number" ? { class: classes[labels]! } : ofClass ? { class: ofClass } : {}),
      batchSize: Math.min(batch, frames),
      signal,
      onProgress: (step) => progress.step(0, step),
    });
    for await (const cell of drawnCells) {
      const { index, position, psnr, warnings, notes } = cell;
      await output.write(names[index]!, await cell.encode());
      drawn.push({
        file: names[index]!,
        position,
        image: cell,
        psnr,
        isFar: warnings.length > 0,
        notes: notes.map(imageNoteText),
      });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    progress.stop();
    await cells.dispose();
  }
  return drawn;
}

/** @throws UsageError if a flag does not go with the model. */
function interpolateOptions(
  settings: InterpolateSettings,
  { labels }: InterpolationEnds,
  model: DiffusionModel,
): InterpolateOptions & { readonly steps: number } {
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
