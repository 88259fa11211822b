import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { halfSizeBatches } from "../../src/diffusion/halfSizeBatches.ts";
import { createTrainer, type TrainerOptions, type TrainingBatches } from "../../src/index.ts";
import { noiseBatches, take, tinyOptions, tinyUnet } from "../tinyTraining.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine("onnx");
});
afterAll(() => engine.dispose());

/** Two steps of 4x4 pixels, then four of 8x8. */
const twoSizes = (changes: Partial<TrainerOptions> = {}): TrainerOptions =>
  tinyOptions(engine, { halfSizeSteps: 2, ...changes });

describe("halfSizeBatches", () => {
  it("averages 2x2 pixels of each image and channel, and omits the last row and column of an odd number", async () => {
    const [height, width, channels] = [5, 7, 2];
    const value = (image: number, y: number, x: number, c: number): number =>
      1000 * image + 100 * y + 10 * x + c;
    const full: TrainingBatches = {
      batchSize: 2,
      height,
      width,
      channels,
      batch: async () => ({
        xStart: Float32Array.from({ length: 2 * height * width * channels }, (_, i) =>
          value(
            Math.floor(i / (height * width * channels)),
            Math.floor(i / (width * channels)) % height,
            Math.floor(i / channels) % width,
            i % channels,
          ),
        ),
        labels: Int32Array.of(4, 5),
      }),
    };
    const half = halfSizeBatches(full);
    expect(half).toMatchObject({ batchSize: 2, height: 2, width: 3, channels: 2 });
    const { xStart, labels } = await half.batch(0);
    const expected = [0, 1].flatMap((image) =>
      [0, 1].flatMap((y) =>
        [0, 1, 2].flatMap((x) => [0, 1].map((c) => value(image, 2 * y, 2 * x, c) + (100 + 10) / 2)),
      ),
    );
    expect([...xStart]).toEqual(expected);
    expect([...labels]).toEqual([4, 5]);
  });
});

describe("a training with images of half the size first", () => {
  it("takes the same first steps as one with images of that size, then steps with the full size", async () => {
    const trainer = await createTrainer(twoSizes());
    const small = await createTrainer(tinyOptions(engine, { batches: halfSizeBatches(noiseBatches(2, 3)) }));
    expect(trainer.imageSize).toEqual({ width: 4, height: 4 });
    const losses = (records: Awaited<ReturnType<typeof take>>) => records.map(({ loss }) => loss);
    expect(losses(await take(trainer, 2))).toEqual(losses(await take(small, 2)));
    expect(trainer.parameters()).toEqual(small.parameters());
    const { tensors } = trainer.state();
    const full = await createTrainer(tinyOptions(engine), {
      step: 2,
      tensors,
      settings: (await createTrainer(tinyOptions(engine))).state().settings,
    });
    expect(losses(await take(trainer))).toEqual(losses(await take(full)));
    expect(trainer.imageSize).toEqual({ width: 8, height: 8 });
    expect(trainer.step).toBe(6);
    expect(trainer.emaParameters()).toEqual(full.emaParameters());
  });

  it.each([1, 2, 3])("resumes after step %i with the same numbers", async (step) => {
    const whole = await createTrainer(twoSizes());
    await take(whole);
    const first = await createTrainer(twoSizes());
    await take(first, step);
    const second = await createTrainer(twoSizes(), first.state());
    await take(second);
    expect(second.state()).toEqual(whole.state());
  });

  it("measures the remaining steps of each size, and counts the mean of their operations", async () => {
    const trainer = await createTrainer(twoSizes({ unet: tinyUnet({ numClassEmbeds: 4 }) }));
    await take(trainer, 1);
    const state = trainer.state();
    const milliseconds = expect.any(Number);
    expect(await trainer.measureStepTimes(1)).toEqual([
      { steps: 1, milliseconds },
      { steps: 4, milliseconds },
    ]);
    expect(trainer.state()).toEqual(state);
    const full = await createTrainer(tinyOptions(engine, { unet: tinyUnet({ numClassEmbeds: 4 }) }));
    // A third of the steps cost about a quarter, and less for attention.
    const share = trainer.flopsPerStep / full.flopsPerStep;
    expect(share).toBeGreaterThan(2 / 3 + 1 / 15);
    expect(share).toBeLessThan(2 / 3 + 1 / 10);
    await take(trainer);
    expect(await trainer.measureStepTimes(1)).toEqual([{ steps: 0, milliseconds }]);
  });

  it("requires images twice as large as the network's smallest", async () => {
    const batches = { ...noiseBatches(2, 3), height: 3 };
    await expect(createTrainer(twoSizes({ batches }))).rejects.toThrow(
      "createTrainer: halfSizeSteps must be 0 for images of 3 x 8, whose half is too small for the network, got 2.",
    );
  });
});
