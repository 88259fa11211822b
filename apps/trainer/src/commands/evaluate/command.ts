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
      "Every score is compared with that of held-out real images. Use images that the model was not trained on (--held-out). Without --held-out, these are the images of --data that are not in the model's list of training images (images.csv). If there are none, about a quarter of --data is held out (--seed); images of one group stay together (--group).",
    Classes:
      "A class-conditional model generates the classes in the proportions of the held-out images. A model that was trained with --balance generates them equally often, and all classes have equal weight. Images of each set are selected (--seed) so that all sets have the same proportions of classes; the report states the numbers. Measures per class use all images.",
    Features: {
      learnt:
        "features of a small network that is first trained on --data: to classify its subfolders or, without classes, by contrastive learning. It is stored in --data (.cellgen), or in --out if --data cannot be written, and reused for the same images.",
      cells: "shape, color and texture of the segmented cells",
      "FILE.onnx":
        "a custom network with one input, images as [batch, channels, height, width] or [batch, height, width, channels] with 1 or 3 channels, and one output, a row of features per image or a map that is averaged. Images are scaled to the height and width of the input. Pixel values are 0…1 if its type is float32 and 0…255 if it is uint8; the network must include any other normalization.",
    },
    Results:
      "report.html, evaluation.json with every number, and figures. For all images and for each class: distances to real images, differences of the measured features, memorized training images, the rate at which the requested class is recognized, and the accuracy of a classifier trained on generated images.",
  },
  resolve: resolveEvaluateSettings,
  check: checkFeatures,
  output: () => ({ ...resultsOf("evaluate"), record: "evaluation.json" }),
  stopping: "Stopping…",
  run: () => import("./run.ts"),
};
