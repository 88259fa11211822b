import path from "node:path";
import type { ReportCommand } from "@cellgen/figures";
import { heldOutBeside } from "../../input/splitParts.ts";
import { shellWord, shownPath } from "../../terminal/describe.ts";
import { invocation } from "../../terminal/invocation.ts";

/** The command that repeats a run. */
export function repeatRun({ out }: { readonly out: string }): ReportCommand {
  const config = shellWord(path.join(shownPath(out), "train.json"));
  return {
    purpose: "Repeat the run in another folder",
    command: `${invocation()} train --config ${config} --out ${shellWord(`${shownPath(out)}-again`)}`,
  };
}

/** Commands that use the model of a run, which has learned these classes. */
export function nextCommands(
  settings: { readonly data: string; readonly out: string },
  classes: readonly string[],
): ReportCommand[] {
  const cellgen = invocation();
  const out = shownPath(settings.out);
  const model = shellWord(out);
  const [first] = classes;
  const heldOut = heldOutBeside(settings.data);
  const real = [
    `--data ${shellWord(shownPath(settings.data))}`,
    ...(heldOut === undefined ? [] : [`--held-out ${shellWord(shownPath(heldOut))}`]),
  ].join(" ");
  return [
    {
      purpose: "64 new images with this model",
      command: `${cellgen} sample --model ${model} --out ${shellWord(`${out}-new`)} --count 64`,
    },
    first === undefined
      ? {
          purpose: "the same with the sampler of the original paper, which is slow",
          command: `${cellgen} sample --model ${model} --out ${shellWord(`${out}-ddpm`)} --sampler ddpm`,
        }
      : {
          purpose: "one class only, with guidance: clearer, less varied",
          command: `${cellgen} sample --model ${model} --out ${shellWord(`${out}-class`)} --class ${shellWord(first)} --guidance 2`,
        },
    {
      purpose: "evaluate generated images against real ones",
      command: `${cellgen} evaluate --model ${model} ${real} --out ${shellWord(`${out}-evaluation`)}`,
    },
    {
      purpose: "denoise noisy images of such cells",
      command: `${cellgen} denoise --model ${model} --input noisy-cells --out denoised-cells`,
    },
    {
      purpose: "train on your own images, PNG or JPEG (subfolders can be classes)",
      command: `${cellgen} train --data my-cells --out runs/my-cells`,
    },
  ];
}
