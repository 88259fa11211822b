import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fromUnitRange } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import { createGenerator } from "@cellgen/pipelines";
import { prepareRun } from "@cellgen/training/node";

/** Milliseconds between two looks at the clock. */
const INTERVAL = 1000;

/**
 * Train with the defaults of cellgen for a size, and generate images at the given times. The clock stops while images are generated.
 *
 * @param request - `data`, `out`, `size`, `threads`; `times`: ascending, in minutes of training; `count`: of images at each time.
 * @param onPoint - Called after each time.
 * @returns `{ run, batch, points }`: the folder and batch size of the run, and for each time `{ minutes, steps, folder }`. The last one is that of the trained model.
 */
export async function trainCellgen({ data, out, size, threads, times, count }, onPoint) {
  const minutes = times.at(-1);
  const settings = { out: join(out, "run"), size, force: true, ...(threads && { threads }) };
  const probe = await prepareRun(data, settings);
  const stages = await probe.measureStepTimes();
  const probed = stages.reduce((sum, { steps }) => sum + steps, 0);
  const stepTime = stages.reduce((sum, { steps, milliseconds }) => sum + steps * milliseconds, 0) / probed;
  await probe.dispose();
  const steps = Math.max(1, Math.round((minutes * 60_000) / stepTime));
  const interval = Math.min(INTERVAL, (times[0] * 60_000) / 4);
  const sampleEvery = Math.max(1, Math.round(interval / stepTime));
  const run = await prepareRun(data, { ...settings, steps, sampleEvery });
  const points = [];
  const generate = async (model, step, milliseconds) => {
    const folder = join(out, `point-${points.length}`);
    await generateImages(model, run.engine, folder, count);
    points.push({ minutes: milliseconds / 60_000, steps: step, folder });
    onPoint(points.at(-1));
  };
  try {
    const start = performance.now();
    let paused = 0;
    const trained = await run.train({
      async onSamples({ step, model }) {
        const now = performance.now();
        const elapsed = now - start - paused;
        // The last time is that of the last step.
        const next = times.slice(0, -1)[points.length];
        if (next === undefined || elapsed < next * 60_000) return;
        await generate(model, step, elapsed);
        paused += performance.now() - now;
      },
    });
    await generate(trained.model, trained.step, performance.now() - start - paused);
    return { run: trained.path, batch: trained.settings.batch, points };
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
