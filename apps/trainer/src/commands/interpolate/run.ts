import { plural } from "@cellgen/data/text";
import { checkDeterministic, classCondition, type DiffusionModel, samplingFor } from "@cellgen/pipelines";
import type { InterpolateCellsOptions, InterpolatedCell } from "@cellgen/pipelines/node";
import { interpolationReport } from "@cellgen/pipelines/report";
import { type PipelineJob, processWithPipeline } from "../../apply/processWithPipeline.ts";
import { reportTexts } from "../../apply/reportTexts.ts";
import { generatedFormat } from "../../apply/resultFormats.ts";
import { resultFile } from "../../apply/resultImages.ts";
import type { OutputFormat } from "../../options/formatOption.ts";
import { writeResult } from "../../output/writeResult.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { print, warn } from "../../terminal/io.ts";
import { type InterpolationEnds, interpolationEnds } from "./interpolationEnds.ts";
import type { InterpolateSettings } from "./options.ts";

/** `cellgen interpolate`: write frames, a strip and an animation between two images. */
export async function run(context: CommandContext<InterpolateSettings>): Promise<void> {
  const { settings, output, io, signal } = context;
  const { out, frames, batch } = settings;
  const model = await context.openModel();
  const { ends, class: ofClass } = await interpolationEnds(context, model);
  const { labels, ...sampling } = checkedSampling(settings, ofClass, model);
  const engine = await context.startEngine();
  const all = plural(frames, "frame");
  print(
    io,
    `${all} by ${sampling.sampler} (${plural(sampling.steps, "step")}); engine ${engine.description}`,
  );
  const format = frameFormat(settings.format, model, ends[0]);
  const names = Array.from({ length: frames }, (_, k) => `frames/frame-${String(k).padStart(3, "0")}`);
  const [from, to] = ends.map((end) => (typeof end === "number" ? end : end.image));
  const written = await processWithPipeline(
    context,
    { model, engine },
    {
      outputs: [
        ...new Set(names.map((name) => resultFile(name, format))),
        ...["strip.png", "animation.webp"],
      ],
      set: { count: frames },
      noun: "call",
      work: (job) =>
        generateFrames(job, names, format, {
          ...sampling,
          ...{ from: from!, to: to!, frames, class: ofClass, batchSize: Math.min(batch, frames), signal },
        }),
    },
  );
  const generated = written.map(({ frame }) => frame);
  if (generated.length < frames) {
    await output.stop(settings);
    throw new Interrupted(
      generated.length === 0
        ? "Stopped before the first frame was finished."
        : `Stopped after ${generated.length} of ${all}. The finished frames are in ${out}.`,
    );
  }
  const { strip, animation, ...contents } = await interpolationReport(generated, {
    ...sampling,
    ends,
    class: ofClass,
    displayColors: model.card.displayColors,
    ...reportTexts,
  });
  await output.write("strip.png", strip);
  await output.write("animation.webp", animation);
  const endFrames = [generated[0]!, generated.at(-1)!];
  const record = {
    drawing: { ...sampling, ...(labels === undefined ? {} : { labels }) },
    ends: ends.map((end, k) => endRecord(end, endFrames[k]!)),
    frames: written.map(({ file, frame }) => ({ file, position: frame.position })),
  };
  await writeResult(output, settings, { model, engine }, { ...contents, record });
  for (const line of contents.warnings) warn(io, `note: ${line}`);
  print(io, `${all}, strip.png, animation.webp and report.html are in ${out} (${context.elapsed()}).`);
}

/**
 * Resolve the sampling settings. @throws OptionError if the sampler cannot be used with --images, or a flag does not apply to the model.
 */
function checkedSampling(
  settings: InterpolateSettings,
  ofClass: InterpolationEnds["class"],
  model: DiffusionModel,
) {
  const { sampler, guidance, images } = settings;
  const labelOf = (name: string | undefined) =>
    classCondition("interpolate", model, { class: name, guidanceScale: guidance }).label;
  const labels =
    typeof ofClass === "object" ? ([labelOf(ofClass[0])!, labelOf(ofClass[1])!] as const) : labelOf(ofClass);
  if (images !== undefined) checkDeterministic("interpolate", { sampler });
  return { sampler, steps: samplingFor(model, settings).steps, guidanceScale: guidance, labels };
}

/** A frame and its file in the record. */
interface WrittenFrame {
  readonly file: string;
  readonly frame: InterpolatedCell;
}

/** Return the format of the frames: that of the first image, or of the training images. */
function frameFormat(
  asked: OutputFormat | undefined,
  { card }: DiffusionModel,
  from: InterpolationEnds["ends"][number],
): OutputFormat {
  return typeof from === "number"
    ? generatedFormat(card, card.training["fileFormat"], asked)
    : generatedFormat(from, from.format, asked);
}

/** Generate the frames, and write each when it is finished. */
async function* generateFrames(
  { pipeline, writeImage, onProgress }: PipelineJob,
  names: readonly string[],
  format: OutputFormat,
  options: InterpolateCellsOptions,
): AsyncGenerator<WrittenFrame> {
  const frames = pipeline.interpolate({
    ...options,
    onProgress: ({ calls, totalCalls }) => onProgress(calls, totalCalls),
  });
  for await (const frame of frames) {
    yield { file: await writeImage(names[frame.index]!, frame, format), frame };
  }
}

/** Return the entry of an end in interpolate.json. */
function endRecord(end: InterpolationEnds["ends"][number], { notes, psnr }: InterpolatedCell): object {
  if (typeof end === "number") return { seed: end, index: 0 };
  return { file: end.path, notes: notes.map(reportTexts.noteText), psnrOfItsFrame: psnr ?? null };
}
