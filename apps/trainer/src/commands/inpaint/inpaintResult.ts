import type { InpaintPreset, ModelCard } from "@cellgen/pipelines";
import type { Result } from "../../output/writeResult.ts";
import { count, plural } from "../../terminal/describe.ts";
import type { FilledImage } from "./inpaintImages.ts";
import type { InpaintSettings } from "./options.ts";

/** "1 completion" of one image, "8 completions each" of several. */
export function completionsOf(images: number, samples: number): string {
  return `${plural(samples, "completion")}${images === 1 ? "" : " each"}`;
}

/** That a class would help, where the model has some and none was given. */
export function classNote(label: number | undefined, { classes }: Pick<ModelCard, "classes">): string[] {
  if (label !== undefined || classes.length === 0) return [];
  return [
    `Filled as in images of any class, of which the most frequent prevails: with --class (${classes.join(", ")}) the middle of a cell comes out as its own class has it.`,
  ];
}

/** What the report and the record of `cellgen inpaint` say. */
export function inpaintResult(
  settings: InpaintSettings,
  drawing: InpaintPreset,
  images: readonly FilledImage[],
  sheet: Uint8Array,
  warnings: readonly string[],
): Result {
  const { samples, seed, class: ofClass } = settings;
  const { sampler, steps, resamplings, jumpLength } = drawing;
  const shown = images.filter(({ row }) => row !== undefined).length;
  return {
    command: "inpaint",
    title: "Holes filled",
    summary:
      `${plural(images.length, "image")}, ${completionsOf(images.length, samples)}, drawn${ofClass ? ` as ${ofClass}` : ""} by RePaint: ` +
      `${sampler}, ${plural(steps, "step")}, each taken ${plural(resamplings, "time")} in jumps of ${jumpLength}.`,
    warnings,
    sections: [
      {
        kind: "picture",
        title: shown < images.length ? `The first ${shown} of ${images.length}` : "All images",
        caption:
          "The file, or the part of it that was worked on; in magenta what was filled; what the model thinks that may have been there. All of the completions are possible, none is known. " +
          "Every pixel outside of the magenta is the file's, bit for bit.",
        image: sheet,
      },
      {
        kind: "table",
        title: "Images",
        caption: "Where a part of an image was worked on, it is given as width x height + left + top.",
        header: ["image", "size", "filled pixels", "share", "worked on"],
        rows: images.map(({ file, filledPixels, window }) => [
          file.name,
          `${file.width}x${file.height}`,
          count(filledPixels),
          `${((100 * filledPixels) / (file.width * file.height)).toPrecision(2)}%`,
          window.width === file.width && window.height === file.height
            ? "the whole image"
            : `${window.width}x${window.height}+${window.left}+${window.top}`,
        ]),
      },
    ],
    record: {
      drawing,
      images: images.map(({ file, outputs, window, filledPixels, notes }) => ({
        file: file.path,
        width: file.width,
        height: file.height,
        bitDepth: file.bitDepth,
        filledPixels,
        window,
        notes,
        completions: outputs.map((output, index) => ({ file: output, seed, index })),
      })),
    },
  };
}
