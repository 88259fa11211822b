import { formatDetails } from "../../options/formatOption.ts";
import { resultsOf } from "../../output/outputRules.ts";
import type { CommandDefinition } from "../../runner/commandDefinition.ts";
import { checkInterpolate, type InterpolateSettings, interpolateOptions } from "./options.ts";

/** `cellgen interpolate` */
export const interpolateCommand: CommandDefinition<typeof interpolateOptions, InterpolateSettings> = {
  name: "interpolate",
  summary: "Interpolate between two images through plausible intermediate images.",
  options: interpolateOptions,
  examples: [
    "cellgen interpolate --model runs/my-cells --seeds 1,2 --out between",
    "cellgen interpolate --model runs/blood --seeds 1,2 --class neutrophil --frames 32 --out neutrophils",
    "# Same noise, from class to class",
    "cellgen interpolate --model runs/blood --seeds 5,5 --class lymphocyte,platelet --out one-cell-two-classes",
    "# Between two files",
    "cellgen interpolate --model runs/my-cells --images first.png,second.png --out between",
  ],
  details: {
    Method: [
      "Spherical interpolation between the noise of both ends, so that every frame starts from noise of unit variance.",
      "--seeds interpolates between generated images: image 0 of cellgen sample with the same --sampler, --steps, --guidance and --class. --images first inverts two given images; the report states how closely the ends are reconstructed.",
    ],
    Formats: formatDetails,
    Results:
      "frames/frame-000.* …, strip.png with all frames, animation.webp (back and forth, looped), report.html, and interpolate.json with all settings.",
  },
  check: checkInterpolate,
  output: () => resultsOf("interpolate"),
  stopping: "Stopping…",
  run: () => import("./run.ts"),
};
