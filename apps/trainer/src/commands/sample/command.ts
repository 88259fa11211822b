import { formatDetails } from "../../options/formatOption.ts";
import type { CommandDefinition } from "../../runner/commandDefinition.ts";
import { checkCalibration, resolveSampleSettings, type SampleSettings, sampleOptions } from "./options.ts";

/** `cellgen sample` */
export const sampleCommand: CommandDefinition<typeof sampleOptions, SampleSettings> = {
  name: "sample",
  summary: "Generate images with a trained model.",
  options: sampleOptions,
  examples: [
    "cellgen sample --model runs/quickstart --out new-cells --count 64",
    "# One class, with guidance",
    "cellgen sample --model runs/quickstart --out leukocytes --class leukocyte --guidance 2",
    "# Numbers of images for some classes",
    "cellgen sample --model runs/quickstart --out rare-cells --counts leukocyte=200,platelet=50",
    "# As many images as each class of a folder lacks to its largest class",
    "cellgen sample --model runs/quickstart --out more-cells --like my-cells",
    "# The sampler of the original paper",
    "cellgen sample --model runs/quickstart --out slow --sampler ddpm --steps 1000",
  ],
  details: {
    Results:
      "One file per image, or all images in images.npz or images.zarr with their classes; grid.png, report.html, and samples.json with the seed and class of each image, all settings, the SHA-256 of the weights, and the command that generates the same images again. Image k depends only on its class, the seed and the settings, not on --count.",
    Classes:
      "--counts generates the classes one after the other, in the order of the model. --like counts the images of each class of a folder, in its subfolders or by its index.csv, and generates those that a class lacks to have as many as the largest; of a folder that holds a split, the part for training counts. With either, the files are in images/CLASS/, so that images/ is a folder to train on. samples.json records the numbers.",
    Formats: formatDetails,
    Int8: "--precision int8 quantizes convolutions to int8, on the engine onnx. It takes about two thirds of the time of float32 with preset base, and nearly the same time with small, plus a few seconds for calibration. On blood cells, pixels differ from those of float32 by 0.7 to 0.8 of 255 gray levels on average.",
  },
  resolve: resolveSampleSettings,
  check: checkCalibration,
  output: () => ({
    command: "sample",
    contents: "samples",
    record: "samples.json",
    own: /^((images\/[^/]+\/)?image-\d{5,}\.(png|tif|ome\.tif)|images\.(npz|zarr)|grid\.png|report\.html|samples\.json)$/,
  }),
  stopping: "Stopping…",
  run: () => import("./run.ts"),
};
