import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writePng } from "@cellgen/data/node";
import {
  filtersForNoise,
  gaussianFilter,
  generalizedAnscombe,
  inverseGeneralizedAnscombe,
  nonLocalMeansFilter,
  parsePhotonNoise,
} from "@cellgen/filters";
import { psnr } from "@cellgen/metrics";
import { loadPipeline } from "@cellgen/pipelines/node";
import { imageNames, imageOf, meanOf, readField } from "./pairs.mjs";

const BLURS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 3, 3.5, 4];

/** Denoise the held-out images with the filters, or with the model if there is one. */
export async function denoiseFields({ out, model, name, noise, threads }) {
  const folder = join(out, "held-out");
  const cameras = JSON.parse(await readFile(join(folder, "noise.json"), "utf8"));
  const cameraOf = (file) => (noise ? parsePhotonNoise(noise) : cameras[file]);
  if (model) await denoiseWithModel(folder, cameraOf, { model, name, threads });
  else await denoiseWithFilters(folder, cameraOf, join(out, "training"));
}

async function denoiseWithModel(folder, cameraOf, { model, name, threads }) {
  const cells = await loadPipeline(model, threads ? { threads: Number(threads) } : {});
  const target = await methodFolder(folder, name);
  for (const file of await imageNames(join(folder, "noisy"))) {
    const clean = await cells.denoise(join(folder, "noisy", file), { noise: cameraOf(file) });
    await clean.save(join(target, file));
    for (const { message } of clean.warnings) console.log(`${file}: ${message}`);
    console.log(`${file} denoised`);
  }
  await cells.dispose();
}

async function denoiseWithFilters(folder, cameraOf, training) {
  const blur = existsSync(training) ? await bestBlur(training) : undefined;
  const gaussian = await methodFolder(folder, "gaussian");
  const nonLocalMeans = await methodFolder(folder, "non-local-means");
  for (const file of await imageNames(join(folder, "noisy"))) {
    const image = await readField(join(folder, "noisy"), file);
    const camera = cameraOf(file);
    const stabilized = { ...image, values: generalizedAnscombe(image.values, camera) };
    const strengths = filtersForNoise(stabilized, 1);
    const save = (target, values) => writePng(join(target, file), imageOf(image, values));
    const unstabilized = ({ values }) => inverseGeneralizedAnscombe(values, camera);
    await save(
      gaussian,
      blur === undefined
        ? unstabilized(gaussianFilter(stabilized, strengths.gaussian))
        : gaussianFilter(image, { blur }).values,
    );
    await save(nonLocalMeans, unstabilized(nonLocalMeansFilter(stabilized, strengths.nonLocalMeans)));
    console.log(`${file} filtered`);
  }
}

/** Blur with the highest mean PSNR on the training fields. */
async function bestBlur(training) {
  const pairs = [];
  for (const file of await imageNames(join(training, "noisy"))) {
    const [noisy, clean] = [
      await readField(join(training, "noisy"), file),
      await readField(join(training, "clean"), file),
    ];
    pairs.push({ noisy, clean });
  }
  const scored = BLURS.map((blur) => ({
    blur,
    score: meanOf(
      pairs.map(({ noisy, clean }) => psnr(gaussianFilter(noisy, { blur }).values, clean.values, 255)),
    ),
  }));
  const { blur, score } = scored.reduce((best, other) => (other.score > best.score ? other : best));
  console.log(`Gaussian filter: blur of ${blur} pixels, ${score.toFixed(2)} dB on the training fields`);
  return blur;
}

async function methodFolder(folder, method) {
  const target = join(folder, "denoised", method);
  await mkdir(target, { recursive: true });
  return target;
}
