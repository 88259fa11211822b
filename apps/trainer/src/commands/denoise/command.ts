import { resultsOf } from "../../output/outputRules.ts";
import type { CommandDefinition } from "../../runner/commandDefinition.ts";
import { checkDenoise, type DenoiseSettings, denoiseOptions } from "./options.ts";

/** `cellgen denoise` */
export const denoiseCommand: CommandDefinition<typeof denoiseOptions, DenoiseSettings> = {
  name: "denoise",
  summary: "Denoise images of cell types in the training set.",
  options: denoiseOptions,
  examples: [
    "cellgen denoise --model runs/my-cells --input noisy --out clean",
    "cellgen denoise --model runs/my-cells --input field.png --out clean --noise 12 --samples 16",
    "# Camera noise, scored against long exposures",
    "cellgen denoise --model runs/my-cells --input noisy --out clean --noise gain=2.2,offset=100,read=3 --reference long-exposures",
  ],
  details: {
    "Noise level": [
      "In grey levels of the files: noise of a tenth of the range of an 8-bit file is 25.5.",
      {
        auto: "estimate the noise of each image. Fine texture counts as noise, so give the level if it is known. A note lists images that look clean.",
        SIGMA: "standard deviation of noise that is the same everywhere",
        "gain=G,offset=O,read=R":
          "camera noise: G grey levels per electron, O without light, R the standard deviation without light; O and R are 0 by default. The generalised Anscombe transform makes the noise uniform; its exact unbiased inverse restores the grey levels.",
      },
    ],
    Modes: {
      mean: "minimum expected squared error, smooth where the model is uncertain. Takes one network evaluation, two where pixels were clipped. With --samples it is the mean of that number of samples, with a map of the uncertainty; not more accurate below about 16 samples.",
      sample: "a plausible sharp image. Do not use these images for measurement or diagnosis.",
    },
    Images: [
      "Images may have any size: fields larger than the model's images are processed in overlapping windows without seams. Cells must have the width in pixels that they had in training, where images were scaled to --size: a model trained on images of 64 pixels at --size 32 expects cells of half their width. A note lists other images.",
      "Black and white pixels count as clipped, as at least that dark or bright. Use camera files as they are, without contrast stretching.",
    ],
    Warnings:
      "The removed noise is compared with the expected noise. A warning is printed where it is stronger, weaker or structured: check the third column of the sheet. The error of the model is compared with that of the best Gaussian blur, both estimated without ground truth (Stein 1981). A warning is printed where the blur is better, as for other cell types or stains. Images with many clipped pixels are not checked.",
    Results:
      "images/NAME.png in the size, bit depth and channels of the files (NAME-1.png … for several samples of --mode sample), uncertainty/NAME.png (standard deviation of the samples; 16 bits, 256 per grey level of an 8-bit file, 1 per grey level of a 16-bit file), sheet.png, report.html, and denoise.json with all settings. With --reference also PSNR and SSIM before and after, compared with median, Gaussian, total variation and non-local means filters, each at its best strength for the same noise.",
  },
  check: checkDenoise,
  output: () => resultsOf("denoise"),
  stopping: "Stopping…",
  run: () => import("./run.ts"),
};
