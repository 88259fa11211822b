import { plural } from "@cellgen/data/text";
import { checkDeterministic, classCondition, type DiffusionModel, samplingFor } from "@cellgen/pipelines";
import type { InterpolateCellsOptions, InterpolatedCell } from "@cellgen/pipelines/node";
import { interpolationReport } from "@cellgen/pipelines/report";
import { type PipelineJob, processWithPipeline } from "../../apply/processWithPipeline.ts";
import { reportTexts } from "../../apply/reportTexts.ts";
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
  const names = Array.from({ length: frames }, (_, k) => `frames/frame-${String(k).padStart(3, "0")}.png`);
  const [from, to] = ends.map((end) => (typeof end === "number" ? end : end.image));
  const generated = await processWithPipeline(
    context,
    { model, engine },
    {
      outputs: [...names, "strip.png", "animation.webp"],
      noun: "call",
      work: (job) =>
        generateFrames(job, names, {
          ...sampling,
          ...{ from: from!, to: to!, frames, class: ofClass, batchSize: Math.min(batch, frames), signal },
        }),
    },
  );
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
    ...reportTexts,
  });
  await output.write("strip.png", strip);
  await output.write("animation.webp", animation);
  const endFrames = [generated[0]!, generated.at(-1)!];
  const record = {
    drawing: { ...sampling, ...(labels === undefined ? {} : { labels }) },
    ends: ends.map((end, k) => endRecord(end, endFrames[k]!)),
    frames: generated.map(({ position }, k) => ({ file: names[k], position })),
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

/** Generate the frames, and write each when it is finished. */
async function* generateFrames(
  { pipeline, write, onProgress }: PipelineJob,
  names: readonly string[],
  options: InterpolateCellsOptions,
): AsyncGenerator<InterpolatedCell> {
  const frames = pipeline.interpolate({
    ...options,
    onProgress: ({ calls, totalCalls }) => onProgress(calls, totalCalls),
  });
  for await (const frame of frames) {
    await write(names[frame.index]!, await frame.encode());
    yield frame;
  }
}

/** Return the entry of an end in interpolate.json. */
function endRecord(end: InterpolationEnds["ends"][number], { notes, psnr }: InterpolatedCell): object {
  if (typeof end === "number") return { seed: end, index: 0 };
  return { file: end.path, notes: notes.map(reportTexts.noteText), psnrOfItsFrame: psnr ?? null };
}
