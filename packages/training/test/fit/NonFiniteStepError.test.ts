import { createEngine } from "@cellgen/engine/node";
import { expect, it } from "vitest";
import { createTrainer, NonFiniteStepError, type TrainingBatches } from "../../src/index.ts";
import { meanEngine, noiseBatches, take, tinyOptions } from "../tinyTraining.ts";

const poisoned: TrainingBatches = {
  ...noiseBatches(2, 3),
  batch: async (step) => {
    const batch = await noiseBatches(2, 3).batch(step);
    if (step === 2) batch.xStart[17] = Number.NaN;
    return batch;
  },
};

it.each(["cpu", "onnx"] as const)(
  "a step whose images hold NaN names them, on the engine %s",
  async (name) => {
    const engine = await createEngine(name);
    const trainer = await createTrainer(tinyOptions(engine, { batches: poisoned }));
    await take(trainer, 2);
    const before = trainer.state();
    const failure = await take(trainer).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NonFiniteStepError);
    expect((failure as Error).message).toBe(
      'run: input "xStart" must hold numbers, got NaN at index 17 in step 3. The weights are those after step 2. Check the source of this input for invalid values.',
    );
    expect(trainer.state()).toEqual(before);
    await trainer.dispose();
    await engine.dispose();
  },
);

it("a step that is not finite is an error that names it, and leaves everything as after the step before", async () => {
  const trainer = await createTrainer(tinyOptions(meanEngine, { batches: poisoned }));
  await take(trainer, 2);
  const before = trainer.state();
  const failure = await take(trainer).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(NonFiniteStepError);
  expect(failure).toMatchObject({
    step: 3,
    message:
      "run: loss and gradient norm must be finite, got NaN and NaN in step 3. The weights are those after step 2. " +
      "Check the images for invalid values, or lower the learning rate.",
  });
  expect(trainer.step).toBe(2);
  expect(trainer.state()).toEqual(before);
  for (const values of Object.values(trainer.parameters())) expect(values.every(Number.isFinite)).toBe(true);
  await trainer.dispose();
});
