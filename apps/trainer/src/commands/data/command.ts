import { resultsOf } from "../../output/outputRules.ts";
import type { CommandDefinition, CommandGroup } from "../../runner/commandDefinition.ts";
import { cropOptions } from "./crop/cropOptions.ts";
import { inspectOptions, splitOptions, synthOptions } from "./options.ts";

const inspectCommand: CommandDefinition<typeof inspectOptions> = {
  name: "inspect",
  summary: "Report what is in a folder of images, with a contact sheet, and propose how to train on it.",
  options: inspectOptions,
  examples: [
    "cellgen data inspect my-cells --out my-cells.png",
    "cellgen data inspect my-cells --json my-cells.json --display blue,green",
  ],
  details: {
    Findings: [
      {
        equal: "images with the same size and pixels, whatever their names and compression",
        similar:
          "images whose gray 16x16 thumbnails have a correlation of at least 0.99: copies with another brightness, size or compression, and shifts of a few pixels. All pairs of up to 20,000 images are compared",
        blank: "images whose values deviate by less than 1% of the range of the set",
        saturated:
          "images with the white value (255, 65535, or 4095 of a 12-bit camera) in more than 1% of the pixels",
      },
    ],
    "Contact sheet":
      "Up to 48 images, evenly spaced by name, and a histogram of each channel with counts on a logarithmic scale.",
  },
  run: () => import("./inspect/inspectData.ts"),
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

const cropCommand: CommandDefinition<typeof cropOptions> = {
  name: "crop",
  summary: "Cut cells from fields by masks, boxes, a grid or at random, and write them as a set of images.",
  options: cropOptions,
  examples: [
    "# Cells of one size in pixels, by instance masks",
    "cellgen data crop --input fields --masks masks --size 64 --out cells",
    "# Boxes of Pascal VOC, COCO or CSV, each scaled to the crop, in one folder per class",
    "cellgen data crop --input fields --boxes annotations --size 64 --scale fit --margin 0.125 --out cells",
    "# Windows with at least 10 % foreground",
    "cellgen data crop --input fields --grid --size 128 --foreground 0.1 --out tiles",
    "# One set with labels, of the maximum projections of stacks",
    "cellgen data crop --input stacks --boxes boxes.csv --size 64 --z max --format zarr --out cells",
    "# One physical size from several microscopes",
    "cellgen data crop --input fields --masks masks --size 64 --pixel-size 0.5um --out cells",
  ],
  details: {
    Scale: [
      "With --scale native, a pixel of a crop is a pixel of the field (or of --pixel-size), so large cells stay large. Cells that do not fit into --size with their margin are dropped. With --scale fit, every cell fills the crop, and the model cannot learn cell sizes.",
      "Values are those of the field, in its bit depth: nothing is stretched or converted.",
    ],
    Boxes: [
      "A Pascal VOC file belongs to the field with its name. COCO and CSV files name their fields. CSV files have the columns image, left, top, width, height (or xmin, ymin, xmax, ymax), and label if the boxes have classes. Empty, duplicate and outside boxes are counted and dropped.",
    ],
    Results:
      "One image per crop, in CLASS/ if the boxes have labels, or all crops with their labels in crops.npz or crops.zarr; index.csv with the source and place of each crop; report.html with a contact sheet; crop.json. cellgen data split keeps the crops of one field together.",
  },
  output: () => ({
    command: "data crop",
    contents: "crops",
    record: "crop.json",
    own: /(^|\/)[^/]*_crop\d{5,}(\.png|(\.ome)?\.tif)$|^(crops\.(npz|zarr)|index\.csv|crop\.json|report\.html)$/,
  }),
  check: async (settings) => {
    const { checkCropSettings } = await import("./crop/cropRequest.ts");
    checkCropSettings(settings);
  },
  stopping: "Stopping…",
  run: () => import("./crop/cropData.ts"),
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
  summary: "Inspect, crop, split or synthesize image folders.",
  commands: [inspectCommand, cropCommand, splitCommand, synthCommand],
};
