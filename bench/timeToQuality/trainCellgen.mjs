import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fromUnitRange } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import { createGenerator } from "@cellgen/pipelines";
import { prepareRun } from "@cellgen/training/node";

/**
 * Train a model for each of the given times, with the defaults of cellgen for a size, and generate images from it. The number of steps is
 * chosen from a measurement of the step times.
 *
 * @param request - `data`, `out`, `size`, `threads`; `times`: of the trainings, in minutes; `count`: of images from each model.
 * @param onPoint - Called after each training.
 * @returns `{ run, batch, points }`: the folder of the last run, the batch size, and for each training its measured `{ minutes, steps, folder }`.
 */
export async function trainCellgen({ data, out, size, threads, times, count }, onPoint) {
  const settings = { out: join(out, "run"), size, force: true, ...(threads && { threads }) };
  const { batch, stepTime } = await measureRun(data, settings);
  const points = [];
  for (const [index, minutes] of times.entries()) {
    const steps = Math.max(1, Math.round((minutes * 60_000) / stepTime));
    const run = await prepareRun(data, { ...settings, steps });
    try {
      const start = performance.now();
      const { model } = await run.train();
      const elapsed = performance.now() - start;
      const folder = join(out, `point-${index}`);
      await generateImages(model, run.engine, folder, count);
      points.push({ minutes: elapsed / 60_000, steps, folder });
      onPoint(points.at(-1));
    } finally {
      await run.dispose();
    }
  }
  return { run: settings.out, batch, points };
}

/** Batch size, and mean time of all steps in milliseconds. It does not depend on the number of steps: the share of each size is fixed. */
async function measureRun(data, settings) {
  const run = await prepareRun(data, settings);
  try {
    const stages = await run.measureStepTimes();
    const time = stages.reduce((sum, { steps, milliseconds }) => sum + steps * milliseconds, 0);
    return { batch: run.settings.batch, stepTime: time / run.settings.steps };
  } finally {
    await run.dispose();
  }
}

/** Images with the defaults of `cellgen sample`. */
async function generateImages(model, engine, folder, count) {
  await mkdir(folder, { recursive: true });
  const generator = await createGenerator(model, engine, { batchSize: Math.min(count, 50) });
  const { ranges, pixelType } = model.card;
  for await (const { values, index, ...image } of generator.generate({ count, seed: 1 })) {
    const { height, width, channels } = image;
    const data = fromUnitRange(values, ranges, pixelType);
    await writePng(join(folder, `${index}.png`), { data, height, width, channels });
  }
  await generator.dispose();
}
