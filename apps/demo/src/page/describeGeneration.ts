import { finishedImages, type Generation } from "./studio/studioState.ts";

/** How far the images are, in a line that changes with the state alone: it is read out. */
export function describeGeneration(generation: Generation): string {
  const { status, settings, seconds } = generation;
  const finished = finishedImages(generation).length;
  switch (status) {
    case "preparing":
      return "Preparing the network…";
    case "generating":
      return `Generating ${plural(settings.count)}, ${settings.steps} steps each…`;
    case "stopped":
      return `Stopped. ${plural(finished)} finished.`;
    case "failed":
      return `${plural(finished)} finished.`;
    case "done":
      return `${plural(finished)} in ${duration(seconds)}, ${duration(seconds / finished)} each.`;
  }
}

/** The command that writes the same images: the page does not know where on the disk a model is. */
export function sampleCommand({ settings, model }: Generation): string {
  const { count, seed, sampler, steps, label } = settings;
  const flags = [`--count ${count}`, `--seed ${seed}`, `--sampler ${sampler}`, `--steps ${steps}`];
  if (label !== undefined) flags.push(`--class ${shellWord(model.classes[label]!)}`);
  return `cellgen sample --model MODEL --out images ${flags.join(" ")}`;
}

const plural = (count: number): string => `${count} ${count === 1 ? "image" : "images"}`;

const duration = (seconds: number): string =>
  seconds < 60 ? `${seconds.toPrecision(2)} s` : `${(seconds / 60).toPrecision(2)} min`;

const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
