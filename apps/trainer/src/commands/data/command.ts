import { resultsOf } from "../../output/outputRules.ts";
import type { CommandDefinition, CommandGroup } from "../../runner/commandDefinition.ts";
import { inspectOptions, splitOptions, synthOptions } from "./options.ts";

const inspectCommand: CommandDefinition<typeof inspectOptions> = {
  name: "inspect",
  summary:
    "Summarize a folder of images: counts, sizes, channels, values, unreadable files, a contact sheet.",
  options: inspectOptions,
  examples: ["cellgen data inspect my-cells --out my-cells.png"],
  run: () => import("./inspectData.ts"),
};

const splitCommand: CommandDefinition<typeof splitOptions> = {
  name: "split",
  summary: "Copy a folder's images into a training part and a held-out part of about a quarter.",
  options: splitOptions,
  examples: [
    "cellgen data split --data my-cells --out split",
    "cellgen data split --data my-cells --group patient --out split",
    "cellgen data split --data my-cells --group '*_cell' --out split",
    "cellgen train --data split/training --out runs/split",
    "cellgen evaluate --model runs/split --data split/training --held-out split/held-out --out evaluation",
  ],
  details: {
    Groups: [
      "Images of one group (a patient, a slide, a photograph) are not independent, so they stay in one part. Groups are a column of the folder's index.csv, whose column file has the file names: by default the first of group, slide, patient, field and source_image. Or they are a part of the file names: of a pattern such as '*_cell', the text that * matches; of a regular expression, its capture group.",
      "A group is held out by a hash of its name and --seed. It stays in its part when images are added, removed or converted. Each class needs at least one group in each part.",
      "cellgen evaluate without --held-out makes the same split, but the model may then have been trained on the held-out images.",
    ],
    Results: "training/ and held-out/ with copies of the images, and split.json.",
  },
  output: () => ({ ...resultsOf("data split"), record: "split.json" }),
  stopping: "Stopping…",
  run: () => import("./splitData.ts"),
};

const synthCommand: CommandDefinition<typeof synthOptions> = {
  name: "synth",
  summary: "Generate synthetic cells of three classes, with instance masks.",
  options: synthOptions,
  examples: [
    "cellgen data synth --kind smear --count 600 --size 32 --out cells",
    "cellgen train --data cells --out runs/cells --class-conditional",
  ],
  details: {
    Results: "One PNG per image in CLASS/, and its instance mask in masks/CLASS/.",
  },
  output: async () => {
    const { filesOfSyntheticCells } = await import("@cellgen/data/node");
    return { command: "data synth", contents: "synthetic cells", own: filesOfSyntheticCells };
  },
  run: () => import("./synthesizeData.ts"),
};

/** `cellgen data …` */
export const dataCommands: CommandGroup = {
  name: "data",
  summary: "Inspect, split or synthesize image folders.",
  commands: [inspectCommand, splitCommand, synthCommand],
};
