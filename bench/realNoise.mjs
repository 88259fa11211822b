/** Denoising of real noise, scored on pairs of noisy and clean images: `node bench/realNoise.mjs --help`. */
import { parseArgs } from "node:util";

const help = `Compare a model with other denoising methods on pairs of noisy and clean images of a microscope.

  node bench/realNoise.mjs split --pairs w2s --out w2s-split
  cellgen train --data w2s-split/training/clean --out runs/w2s …     (split prints the settings)
  node bench/realNoise.mjs denoise --out w2s-split --model runs/w2s
  node bench/realNoise.mjs score --out w2s-split

split: copy the pairs of PAIRS/noisy and PAIRS/clean-matched into OUT/training and OUT/held-out (replaced) by field of view, and estimate the
photon noise of each noisy image (noise.json). A file name is FIELD, FIELD_chN or FIELD-X with a letter X of a channel.

  --pairs DIR   folder with noisy/ and clean-matched/ under equal file names
  --every N     hold out every Nth field (default: 4); 1 holds out all of them

denoise: write OUT/held-out/denoised/METHOD/NAME.png for a Gaussian filter, non-local means and the model. The Gaussian filter has the
blur with the highest mean PSNR on the training fields, or without these the best one by Stein's estimate for each image.

  --model DIR   folder of the model; without it, only the filters are applied
  --name NAME   name of the model's folder in denoised/ (default: model)
  --noise NOISE gain=G,offset=O,read=R for all images (default: noise.json)
  --threads N   number of CPU cores (default: all)

score: print PSNR and SSIM of all methods in OUT/held-out/denoised, with 95 % bootstrap intervals over the fields, and write
OUT/scores.json and OUT/sheet.png.

  --sheet LIST  methods in the picture, separated by commas (default: all)
  --show LIST   images in the picture, separated by commas (default: the first of each channel)

All parts:

  --out DIR     folder for the split, the results and the scores
`;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: "string" },
    every: { type: "string", default: "4" },
    out: { type: "string" },
    model: { type: "string" },
    name: { type: "string", default: "model" },
    noise: { type: "string" },
    threads: { type: "string" },
    sheet: { type: "string" },
    show: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const parts = {
  split: async () => (await import("./realNoise/splitFields.mjs")).splitFields,
  denoise: async () => (await import("./realNoise/denoiseFields.mjs")).denoiseFields,
  score: async () => (await import("./realNoise/scoreFields.mjs")).scoreFields,
};
const [name] = positionals;
const isComplete = Object.hasOwn(parts, name) && flags.out && (name !== "split" || flags.pairs);
if (flags.help || !isComplete) {
  process.stdout.write(help);
  process.exit(flags.help ? 0 : 2);
}
const run = await parts[name]();
await run(flags);
