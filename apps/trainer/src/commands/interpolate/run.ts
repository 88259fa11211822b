import { displayRange } from "@cellgen/data";
import { animation, comparisonSheet, imageTile } from "@cellgen/figures";
import { classCondition, type DiffusionModel, samplingFor } from "@cellgen/pipelines";
import type { InterpolatedCell } from "@cellgen/pipelines/node";
import { type PipelineJob, processWithPipeline } from "../../apply/processWithPipeline.ts";
import { writeResult } from "../../output/writeResult.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { plural } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { print, warn } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { type FrameSampling, type InterpolationEnds, interpolationEnds } from "./interpolationEnds.ts";
import type { InterpolateSettings } from "./options.ts";
import { interpolateReport } from "./report.ts";

/** `cellgen interpolate`: frames, a strip and an animation between two images. */
export async function run(context: CommandContext<InterpolateSettings>): Promise<void> {
  const { settings, output, io } = context;
  const { out, frames } = settings;
  const model = await context.openModel();
  const ends = await interpolationEnds(context, model);
  const sampling = checkedSampling(settings, ends, model);
  const engine = await context.startEngine();
  print(
    io,
    `${plural(frames, "frame")} by ${sampling.sampler} (${plural(sampling.steps, "step")}); engine ${engine.description}`,
  );
  const names = Array.from({ length: frames }, (_, k) => `frames/frame-${String(k).padStart(3, "0")}.png`);
  const generated = await processWithPipeline(
    context,
    { model, engine },
    {
      outputs: [...names, "strip.png", "animation.webp"],
      noun: "call",
      work: (job) => generateFrames(context, names, { ends, sampling }, job),
    },
  );
  if (generated.length < frames) {
    await output.stop(settings);
    throw new Interrupted(
      generated.length === 0
        ? "Stopped before the first frame was finished."
        : `Stopped after ${generated.length} of ${plural(frames, "frame")}, which are in ${out}.`,
    );
  }
  const range = displayRange(generated);
  const tiles = generated.map((image) => imageTile(image, range));
  const animated = await animation(tiles);
  const columns = generated.map(({ position }) => position.toFixed(2));
  await output.write("strip.png", await comparisonSheet(columns, [{ tiles }]));
  await output.write("animation.webp", animated);
  const result = await interpolateReport({
    settings,
    sampling,
    ends,
    names,
    generated,
    tiles,
    animation: animated,
  });
  await writeResult(output, settings, { model, engine }, result);
  for (const line of result.warnings) warn(io, `note: ${line}`);
  print(
    io,
    `${plural(frames, "frame")}, strip.png, animation.webp and report.html are in ${out} (${context.elapsed()}).`,
  );
}

/** @throws UsageError if the sampler does not go with images; OptionError if a flag does not go with the model. */
function checkedSampling(
  settings: InterpolateSettings,
  ends: InterpolationEnds,
  model: DiffusionModel,
): FrameSampling {
  const { sampler, guidance, images } = settings;
  const labelOf = (name: string | undefined) =>
    classCondition("interpolate", model, { class: name, guidanceScale: guidance }).label;
  const labels =
    typeof ends.class === "object"
      ? ([labelOf(ends.class[0])!, labelOf(ends.class[1])!] as const)
      : labelOf(ends.class);
  if (images !== undefined && sampler === "ddpm") {
    throw new UsageError(
      "--sampler ddpm adds new noise, so that the frames would not match the images. Use ddim or dpm++2m.",
    );
  }
  return {
    sampler,
    steps: samplingFor(model, settings).steps,
    guidanceScale: guidance,
    ...(labels === undefined ? {} : { labels }),
  };
}

/** Generates the frames, and writes each when it is finished. */
async function* generateFrames(
  { settings, signal }: CommandContext<InterpolateSettings>,
  names: readonly string[],
  { ends, sampling }: { readonly ends: InterpolationEnds; readonly sampling: FrameSampling },
  { pipeline, write, onProgress }: PipelineJob,
): AsyncGenerator<InterpolatedCell> {
  const { labels: _, ...how } = sampling;
  const [from, to] = ends.images?.map(({ image }) => image) ?? ends.seeds!;
  const frames = pipeline.interpolate({
    ...how,
    from: from!,
    to: to!,
    frames: names.length,
    class: ends.class,
    batchSize: Math.min(settings.batch, names.length),
    signal,
    onProgress: ({ calls, totalCalls }) => onProgress(calls, totalCalls),
  });
  for await (const frame of frames) {
    await write(names[frame.index]!, await frame.encode());
    yield frame;
  }
}
