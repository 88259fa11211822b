import path from "node:path";
import type { ReportCommand } from "@cellgen/figures";
import { heldOutPartOf } from "../../input/splitParts.ts";
import { commandLine } from "../../terminal/commandLine.ts";
import { shownPath } from "../../terminal/shownPath.ts";

/** Return the command that repeats a run. */
export function repeatRun(settings: { readonly out: string }): ReportCommand {
  const out = shownPath(settings.out);
  return {
    purpose: "Repeat the run in another folder",
    command: commandLine("train", { config: path.join(out, "train.json"), out: `${out}-again` }),
  };
}

/** Return example commands for the model of a run with the given classes. */
export function nextCommands(
  settings: { readonly data: string; readonly out: string },
  classes: readonly string[],
): ReportCommand[] {
  const out = shownPath(settings.out);
  const sample = (ending: string, more: Readonly<Record<string, unknown>>): string =>
    commandLine("sample", { model: out, out: `${out}-${ending}`, ...more });
  const data = shownPath(settings.data);
  const heldOutFolder = heldOutPartOf(settings.data);
  const heldOut = heldOutFolder && shownPath(heldOutFolder);
  return [
    { purpose: "64 new images with this model", command: sample("new", { count: 64 }) },
    classes.length === 0
      ? {
          purpose: "the same with the sampler of the original paper (slow)",
          command: sample("ddpm", { sampler: "ddpm" }),
        }
      : {
          purpose: "one class only, with guidance: clearer, less varied",
          command: sample("class", { class: classes[0], guidance: 2 }),
        },
    {
      purpose: "evaluate generated images against real ones",
      command: commandLine("evaluate", { model: out, data, heldOut, out: `${out}-evaluation` }),
    },
    {
      purpose: "denoise noisy images of such cells",
      command: commandLine("denoise", { model: out, input: "noisy-cells", out: "denoised-cells" }),
    },
    {
      purpose: "train on a folder of your images (subfolders can be classes)",
      command: commandLine("train", { data: "my-cells", out: "runs/my-cells" }),
    },
  ];
}
