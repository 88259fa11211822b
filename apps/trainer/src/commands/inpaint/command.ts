import { formatDetails } from "../../options/formatOption.ts";
import { resultsOf } from "../../output/outputRules.ts";
import type { CommandDefinition } from "../../runner/commandDefinition.ts";
import { checkInpaint, type InpaintSettings, inpaintOptions } from "./options.ts";

/** `cellgen inpaint` */
export const inpaintCommand: CommandDefinition<typeof inpaintOptions, InpaintSettings> = {
  name: "inpaint",
  summary: "Inpaint masked regions of images.",
  options: inpaintOptions,
  examples: [
    "cellgen inpaint --model runs/my-cells --input cell.png --box 20,12,16,16 --out inpainted",
    "cellgen inpaint --model runs/my-cells --input cell.png --mask scratch.png --out inpainted --samples 8",
    "# A folder of images, with a mask for each",
    "cellgen inpaint --model runs/my-cells --input cells --mask masks --out inpainted --class neutrophil",
  ],
  details: {
    Masks:
      "Pixels whose mask is brighter than half of the range are inpainted. All other pixels keep their values, bit for bit. A mask has the size of its image. In a folder of masks, each mask has the file name of its image; a single file is the mask of all images.",
    Images: [
      "Images of other sizes, bit depths and channels are converted for the model, and the results have the size and type of the input. 16-bit files are assumed to come from one camera: the maximum value of all of them decides between 12 and 16 bits.",
      "Give the --class of the images to a class-conditional model. Without it, the most frequent class prevails where the center of a cell is masked.",
    ],
    Presets: [
      "Inpainting follows RePaint, which repeats steps to harmonize new and known pixels. The number of network evaluations per completion follows from the number of timesteps, the length of the jumps back and the number of resamplings:",
      {
        fast: "140 network evaluations: 50 timesteps, jumps of 5, 3 resamplings",
        good: "460 network evaluations: 100 timesteps, jumps of 10, 5 resamplings",
        paper: "2410 network evaluations: 250 timesteps, jumps of 10, 10 resamplings, as published",
      },
    ],
    Formats: formatDetails,
    Results:
      "images/NAME-1.* … for each image, in its format, sheet.png with all completions, report.html, and inpaint.json with all settings. Completion k of an image depends on the seed, not on other images; --samples changes it by at most one gray level.",
  },
  check: checkInpaint,
  output: () => resultsOf("inpaint"),
  stopping: "Stopping…",
  run: () => import("./run.ts"),
};
