import { formatDetails } from "../../options/formatOption.ts";
import { resultsOf } from "../../output/outputRules.ts";
import type { CommandDefinition } from "../../runner/commandDefinition.ts";
import { type TranslateSettings, translateOptions } from "./options.ts";

/** `cellgen translate` */
export const translateCommand: CommandDefinition<typeof translateOptions, TranslateSettings> = {
  name: "translate",
  summary: "Translate images to another class, stain or microscope.",
  options: translateOptions,
  examples: [
    "cellgen translate --model runs/blood --input neutrophils --from neutrophil --to lymphocyte --out translated",
    "# Classes from subfolders, scored by a classifier",
    "cellgen translate --model runs/blood --input cells --to lymphocyte --out translated --data cells",
    "# From one microscope to another",
    "cellgen translate --model runs/microscopes --input cell.png --from first --to second --out restyled",
    "# Variants of an image",
    "cellgen translate --model runs/blood --input cell.png --method sdedit --strength 0.4 --out variant",
  ],
  details: {
    Classes:
      "A class can be a cell type, a stain or a microscope: train one model on all of them, one subfolder each, with --class-conditional. The class of an image is --from if given, otherwise its subfolder of --input if the model has such a class, otherwise any.",
    Methods: [
      {
        ddib: "inverts the image to the noise from which the model generates it, and generates an image of --to from that noise. Common features of both classes are preserved. --strength below 1 changes less.",
        sdedit:
          "adds noise and denoises again: fine details change, coarse structure and colors stay. It produces variants of an image, not another stain.",
      },
      "Measured on 91 cells translated from one microscope to another: a classifier assigned 100 % to the other microscope after ddib, and 66 % after sdedit at strength 0.85.",
    ],
    Formats: formatDetails,
    Results:
      "images/NAME.* in the format of the input, sheet.png with images before and after, report.html, and translate.json with all settings and the scores of each image: preserved structure (correlation of the edges, SSIM of the luminance) and, with --data, the class that a classifier trained on those images assigns to the result.",
  },
  output: () => resultsOf("translate"),
  stopping: "Stopping…",
  run: () => import("./run.ts"),
};
