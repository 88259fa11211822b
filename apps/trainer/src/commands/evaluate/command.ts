import { resultsOf } from "../../output/outputRules.ts";
import type { CommandDefinition } from "../../runner/commandDefinition.ts";
import { checkFeatures, type EvaluateSettings, evaluateOptions, resolveEvaluateSettings } from "./options.ts";

/** `cellgen evaluate` */
export const evaluateCommand: CommandDefinition<typeof evaluateOptions, EvaluateSettings> = {
  name: "evaluate",
  summary: "Evaluate generated images against real ones.",
  options: evaluateOptions,
  examples: [
    "cellgen evaluate --model runs/my-cells --data my-cells --out evaluation",
    "# Held-out images of another folder, measured features",
    "cellgen evaluate --model runs/my-cells --data training --held-out held-out --out evaluation --features cells",
    "# With guidance",
    "cellgen evaluate --model runs/my-cells --data my-cells --out guided --guidance 1.5",
    "# A folder of generated images, custom features",
    "cellgen evaluate --images generated --data my-cells --out evaluation --features my-network.onnx",
  ],
  details: {
    "Held-out images":
      "Every number is compared with that of held-out real images, at best images that the model was not trained on (--held-out). Without --held-out, about a quarter of --data is held out by the seed. Crops of one photograph stay together if --data has an index.csv with the columns file and source….",
    Features: {
      learnt:
        "a small network, first trained on --data: to classify its subfolders or, without classes, by contrastive learning. It is stored in --data (.cellgen), or in --out if --data cannot be written, and reused for the same images.",
      cells: "shape, colour and texture of the segmented cells",
      "FILE.onnx":
        "a custom network with one input [batch, 3, height, width] and one row of features per image. Input is 0…1 for float32, 0…255 for uint8; any other normalisation belongs in the file.",
    },
    Results:
      "report.html, evaluation.json with every number, and figures. For all images and for each class: distances to real images, differences of the measured features, memorised training images, whether the requested class is recognised, and the accuracy of a classifier trained on generated images.",
  },
  resolve: resolveEvaluateSettings,
  check: checkFeatures,
  output: () => ({ ...resultsOf("evaluate"), record: "evaluation.json" }),
  stopping: "Stopping…",
  run: () => import("./run.ts"),
};
