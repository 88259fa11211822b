import { duration, plural, shellWord } from "@cellgen/data/text";
import { finishedImages, type Generation } from "./studio/studioState.ts";

/** Describe the progress of a generation. The text changes only with the status, because screen readers announce it. */
export function describeGeneration(generation: Generation): string {
  const { status, settings, seconds } = generation;
  const finished = finishedImages(generation).length;
  switch (status) {
    case "preparing":
      return "Preparing the network…";
    case "generating":
      return `Generating ${plural(settings.count, "image")}, ${settings.steps} steps each…`;
    case "stopped":
      return `Stopped. ${plural(finished, "image")} finished.`;
    case "failed":
      return `${plural(finished, "image")} finished.`;
    case "done":
      return `${plural(finished, "image")} in ${duration(seconds)}, ${duration(seconds / finished)} each.`;
  }
}

/** Return the command that generates the same images. MODEL is a placeholder: the page has no access to the model's path. */
export function sampleCommand({ settings, model }: Generation): string {
  const { count, seed, sampler, steps, label } = settings;
  const flags = [`--count ${count}`, `--seed ${seed}`, `--sampler ${sampler}`, `--steps ${steps}`];
  if (label !== undefined) flags.push(`--class ${shellWord(model.classes[label]!)}`);
  return `cellgen sample --model MODEL --out images ${flags.join(" ")}`;
}
