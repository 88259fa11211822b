/** Pairs of clean and noisy cells, to score denoising: `node bench/noisyCells.mjs --help`. */
import { mkdir } from "node:fs/promises";
import { join, parse } from "node:path";
import { parseArgs } from "node:util";
import { readImage, scanImageFolder, writePng } from "@cellgen/data/node";
import { photonNoise } from "@cellgen/filters";
import { randomStream } from "@cellgen/random";

const help = `Add noise to images of cells. Writes OUT/clean without noise and OUT/noisy with noise, under the same names.

  node bench/noisyCells.mjs --data split/held-out --out gaussian --noise 25.5
  node bench/noisyCells.mjs --data split/held-out --out photons --noise gain=8,read=2

  --data DIR     folder of 8-bit images, one subfolder per class
  --out DIR      folder for the pairs
  --noise NOISE  a standard deviation, or gain=G,offset=O,read=R of a camera, in gray levels
  --each N       number of images per class, the first by name (default: 5)
  --size PIXELS  side length to which images are scaled first (default: 32)
  --seed N       random seed of the noise (default: 0)

Values are rounded and clipped to 0…255, as in 8-bit files.
`;

const flags = parseArgs({
  options: {
    data: { type: "string" },
    out: { type: "string" },
    noise: { type: "string" },
    each: { type: "string", default: "5" },
    size: { type: "string", default: "32" },
    seed: { type: "string", default: "0" },
    help: { type: "boolean", default: false },
  },
}).values;
const isComplete = flags.data && flags.out && flags.noise;
if (flags.help || !isComplete) {
  process.stdout.write(help);
  process.exit(flags.help ? 0 : 2);
}
const [each, size, seed] = [flags.each, flags.size, flags.seed].map(Number);

for (const kind of ["clean", "noisy"]) await mkdir(join(flags.out, kind), { recursive: true });
const { files } = await scanImageFolder(flags.data, { cacheBytes: 0 });
const taken = new Map();
let index = 0;
for (const { path, name, label } of files) {
  const before = taken.get(label) ?? 0;
  if (before === each) continue;
  taken.set(label, before + 1);
  const clean = await readImage(path, { size });
  const file = `${parse(name.replaceAll("/", "-")).name}.png`;
  await writePng(join(flags.out, "clean", file), clean);
  await writePng(join(flags.out, "noisy", file), { ...clean, data: withNoise(clean.data, index) });
  index++;
}
console.log(`${index} pairs in ${flags.out}`);

function withNoise(data, index) {
  const values = Float64Array.from(data);
  const noisy = flags.noise.includes("=")
    ? photonNoise(values, { ...camera(flags.noise), seed, index })
    : whiteNoise(values, Number(flags.noise), index);
  // Uint8ClampedArray rounds and cuts off.
  return new Uint8Array(Uint8ClampedArray.from(noisy));
}

function whiteNoise(values, sigma, index) {
  const stream = randomStream(seed, "noise", index);
  return values.map((value) => value + sigma * stream.normal());
}

function camera(text) {
  return Object.fromEntries(
    text.split(",").map((part) => {
      const [name, value] = part.split("=");
      return [name, Number(value)];
    }),
  );
}
