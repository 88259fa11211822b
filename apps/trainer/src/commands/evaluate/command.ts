import type { CommandDefinition } from "../../runner/commandDefinition.ts";
import { checkFeatures } from "./checkFeatures.ts";
import { type EvaluateSettings, evaluateOptions } from "./options.ts";
import { resolveEvaluateSettings } from "./resolveEvaluateSettings.ts";

/** `cellgen evaluate` */
export const evaluateCommand: CommandDefinition<typeof evaluateOptions, EvaluateSettings> = {
  name: "evaluate",
  summary: "Evaluate generated images against real ones.",
  options: evaluateOptions,
  examples: [
    { command: "cellgen evaluate --model runs/my-cells --data my-cells --out evaluation" },
    {
      comment: "Held-out images of another folder, measured features",
      command:
        "cellgen evaluate --model runs/my-cells --data training --held-out held-out --out evaluation --features cells",
    },
    {
      comment: "With guidance",
      command: "cellgen evaluate --model runs/my-cells --data my-cells --out guided --guidance 1.5",
    },
    {
      comment: "A folder of generated images, custom features",
      command:
        "cellgen evaluate --images generated --data my-cells --out evaluation --features my-network.onnx",
    },
  ],
  details: [
    {
      title: "Held-out images",
      body: [
        "Every number of the generated images is compared with the same number of held-out real images. Images that the model was not trained on are best: give them with --held-out. Without it about a quarter of --data is held out, by the seed. Crops of one photograph stay together if an index.csv in --data has the columns file and source….",
      ],
    },
    {
      title: "Features",
      body: [
        [
          [
            "learnt",
            "a small network trained on --data first, on its classes (subfolders) or, without classes, to tell each image from all others. It is stored in --data (.cellgen), or in --out if --data cannot be written, and reused for the same images.",
          ],
          ["cells", "shape, colour and texture of the segmented cells"],
          [
            "FILE.onnx",
            "a custom network with one input [batch, 3, height, width] and one row of features per image. Input values are 0…1 for float32 and 0…255 for uint8; other ranges and colour normalisation belong into the file.",
          ],
        ],
      ],
    },
    {
      title: "Results",
      body: [
        "report.html, evaluation.json with every number, and figures. Reported for all images and for each class: distances to real images, differences of the measured features, memorised training images, whether the requested class is recognised, and the accuracy of a classifier trained on generated images.",
      ],
    },
  ],
  resolve: resolveEvaluateSettings,
  check: checkFeatures,
  output: () => ({
    command: "evaluate",
    contents: "results of cellgen evaluate",
    record: "evaluation.json",
  }),
  stopping: "Stopping…",
  run: () => import("./run.ts"),
};
