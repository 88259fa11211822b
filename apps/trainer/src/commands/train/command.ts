import { recipeNames, trainingRecipes } from "@cellgen/training/defaults";
import type { CommandDefinition } from "../../runner/commandDefinition.ts";
import { describeRecipe } from "./describeRecipe.ts";
import { type TrainSettings, trainOptions } from "./options.ts";

/** `cellgen train` */
export const trainCommand: CommandDefinition<typeof trainOptions, TrainSettings> = {
  name: "train",
  summary: "Train a diffusion model on a folder of images.",
  options: trainOptions,
  examples: [
    "cellgen train --data my-cells --out runs/my-cells",
    "# Subfolders of my-cells are the classes",
    "cellgen train --data my-cells --out runs/by-class --class-conditional",
    "# Use images equally often, even if some classes are rare",
    "cellgen train --data my-cells --out runs/by-class --class-conditional --no-balance",
    "# A larger network and larger images",
    "cellgen train --data my-cells --out runs/large --preset base --size 64 --steps 40000",
    "# Resume an interrupted run",
    "cellgen train --out runs/my-cells --resume",
    "# Repeat a run",
    "cellgen train --config runs/my-cells/train.json --out runs/again",
    "# A model to denoise camera images",
    "cellgen train --data means --out runs/camera --crop 32 --stabilise gain=2.2,offset=100,read=3",
  ],
  details: {
    Results:
      "A model in the Hugging Face layout, samples.png, denoising.png, loss.svg, loss.png, metrics.jsonl (one line per step), train.json (settings), images.csv (training images), checkpoint.safetensors and report.html.",
    "Config file":
      'A JSON object with the same settings in camelCase: {"data": "my-cells", "sampleEvery": 500}. Flags take precedence. Relative paths are resolved against the working directory.',
    Recipes: [
      "A recipe sets the defaults of the options that depend on the size of the images. It is chosen by --size, or is denoising with --stabilise. Options that are given take precedence.",
      Object.fromEntries(
        recipeNames.map((name) => [name, `${trainingRecipes[name].purpose}: ${describeRecipe(name)}`]),
      ),
      "Models with a patch size above 1 need ten lines of Python to sample in diffusers, see the guide to Hugging Face; --patch-size 1 avoids this.",
    ],
    "Pixel values": [
      "--range sets the pixel values that become -1 and 1 in the network. They are stored with the model; generated images are written in this range.",
      {
        set: "the 0.1 and 99.9 percentiles of each channel over the set; 0 and 255 for 8-bit color (default)",
        "LOW,HIGH": "these pixel values, for every channel",
        "LOW%,HIGH%": "other percentiles of the set, such as 1%,99%",
        image: "the percentiles of each image, for files of several microscopes; absolute intensity is lost",
        group:
          "the percentiles of each group of index.csv (column group, slide, patient, field or source_image) or folder; absolute intensity is lost",
      },
      "Values outside the range are clipped in training. Files of another pixel type than most are mapped by the range of their type.",
    ],
    Augmentation: [
      "Random changes of the training images, as a list such as d4,shift,rotate=10,p=0.5. The default, d4, suits cells that lie in any orientation. Use c4 if handedness has a meaning, such as that of a spiral, and none if direction has. Generated images show the changes too: use small shifts and intensities.",
      {
        flip: "mirror left and right",
        c4: "four quarter turns, without mirroring; two half turns if the images are not square",
        d4: "all eight flips and quarter turns; four if the images are not square",
        shift: "maximum shift as a share of the side (without a value: 0.1)",
        rotate: "maximum rotation in degrees (15)",
        scale: "maximum enlargement or reduction (0.1 = up to 1.1 and down to 1 / 1.1)",
        intensity: "maximum change of gain, offset and gamma (0.1)",
        p: "probability of each change other than flip, c4 and d4 (1)",
      },
    ],
    "Photon noise": [
      "Use --stabilise for models that denoise camera images, where photon noise makes bright regions noisier. The network is trained on the generalized Anscombe transform of the pixels, after which this noise has a standard deviation of 1 everywhere, as cellgen denoise requires. Generated images are transformed back.",
      "Train on images with little noise but the same pixel scale as the noisy ones, such as means of many frames: the model reproduces noise in the training images. Do not compress or brighten either set.",
      "The three numbers are in pixel values of the files:",
      {
        gain: "pixel values per electron (the inverse of the electrons per pixel value on a data sheet)",
        offset: "pixel value without light (default: 0)",
        read: "standard deviation without light (default: 0)",
      },
      "To measure them, take an image with the shutter closed: its mean is the offset, its standard deviation the read noise. Then take two images of an evenly lit scene, with mean M, and compute the variance V of their difference: gain = (V/2 - read²) / (M - offset).",
    ],
  },
  resolve: async (...given) => (await import("./resolveTrainSettings.ts")).resolveTrainSettings(...given),
  output: async ({ resume, force }) => {
    const { runOutput } = await import("./runOutput.ts");
    // A resumed run keeps its own files and all other files in its folder.
    return { ...runOutput, force: resume || force, amongOthers: resume };
  },
  stopping: "Stopping after this step…",
  run: () => import("./run.ts"),
};
