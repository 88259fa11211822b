import { formatDetails } from "../../options/formatOption.ts";
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
      "In gray levels of the files: noise of a tenth of the range of an 8-bit file is 25.5.",
      {
        auto: "estimate the noise of each image. Fine texture counts as noise, so give the level if you know it. A note lists images that are probably clean.",
        SIGMA: "standard deviation of uniform noise",
        "gain=G,offset=O,read=R":
          "camera noise: gain G in gray levels per electron, offset O (gray level without light), read noise R (standard deviation without light). O and R default to 0. The generalized Anscombe transform makes the noise uniform; its exact unbiased inverse restores the gray levels.",
      },
    ],
    Modes: {
      mean: "minimum expected squared error, smooth where the model is uncertain. Takes one network evaluation, two where pixels were clipped. With --samples N it is the mean of N samples, with a map of the uncertainty; below about 16 samples it is not more accurate.",
      sample: "a plausible sharp image. Do not use these images for measurement or diagnosis.",
    },
    Images: [
      "Images may have any size: fields larger than the model's images are processed in overlapping windows without seams. Cells must have the same width in pixels as in training, where images were scaled to --size: a model trained on images of 64 pixels at --size 32 expects cells of half their width. A note lists images of other scales.",
      "TIFF and OME-Zarr files of more than 16 million pixels are read and written in parts, in the mode mean without --samples. Noise is estimated from 16 windows of 256x256 pixels, which the checks and the sheet show.",
      "Black and white pixels count as clipped: their true values may be lower or higher. Use camera files as they are, without contrast stretching.",
    ],
    Warnings:
      "The removed noise is compared with the expected noise. A warning is printed where it is stronger, weaker or structured: check the third column of the sheet. The error of the model is compared with that of the best Gaussian blur, both estimated without ground truth (Stein 1981). A warning is printed where the blur is better, which happens with other cell types or stains. Images with many clipped pixels are not checked.",
    Formats: formatDetails,
    Results:
      "images/NAME.* with the size, pixel type, channels and format of the input (NAME-1.* … for several samples of --mode sample), uncertainty/NAME.* (standard deviation of the samples; uint16, 256 per gray level of an 8-bit file, 1 per gray level of a 16-bit file; float32 for other files), sheet.png, report.html, and denoise.json with all settings. With --reference also PSNR and SSIM before and after, compared with median, Gaussian, total variation and non-local means filters, each at its best strength for the same noise.",
  },
  check: checkDenoise,
  output: () => resultsOf("denoise"),
  stopping: "Stopping…",
  run: () => import("./run.ts"),
};
