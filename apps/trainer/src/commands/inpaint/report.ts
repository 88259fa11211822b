import type { InpaintPreset, ModelCard } from "@cellgen/pipelines";
import type { FileReport } from "../../apply/processFiles.ts";
import { plural } from "../../terminal/describe.ts";
import type { InpaintSettings } from "./options.ts";

/** "1 completion" of one image, "8 completions each" of several. */
export function completionsOf(images: number, samples: number): string {
  return `${plural(samples, "completion")}${images === 1 ? "" : " each"}`;
}

/** Recommends a class, where the model has some and none was given. */
export function classNote(name: string | undefined, { classes }: Pick<ModelCard, "classes">): string[] {
  if (name !== undefined || classes.length === 0) return [];
  return [
    `Inpainted as images of any class, of which the most frequent prevails: with --class (${classes.join(", ")}) the middle of a cell looks like its class.`,
  ];
}

export const sheetCaption =
  "The file, or its processed part; the masked region in magenta; plausible completions. Pixels outside of the mask are those of the file, bit for bit.";

export const imageTable = {
  header: ["image", "size", "masked pixels", "share", "processed"],
  caption: "A processed part is given as width x height + left + top.",
};

/** The report and the record of `cellgen inpaint`. */
export function inpaintReport(
  { samples, class: ofClass }: InpaintSettings,
  preset: InpaintPreset,
  images: number,
  warnings: readonly string[],
): FileReport {
  const { sampler, steps, resamplings, jumpLength } = preset;
  return {
    title: "Inpainted images",
    summary:
      `${plural(images, "image")}, ${completionsOf(images, samples)}${ofClass ? ` of class ${ofClass}` : ""}, by RePaint: ` +
      `${sampler}, ${plural(steps, "step")}, each taken ${plural(resamplings, "time")} in jumps of ${jumpLength}.`,
    warnings,
    record: { drawing: preset },
  };
}
