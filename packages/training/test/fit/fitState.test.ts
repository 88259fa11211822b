import { expect, it } from "vitest";
import { createTrainer } from "../../src/index.ts";
import { meanEngine, take, tinyOptions } from "../tinyTraining.ts";

it("a state is a copy, parameters are views", async () => {
  const trainer = await createTrainer(tinyOptions(meanEngine));
  await take(trainer, 2);
  const { step, tensors } = trainer.state();
  const view = trainer.parameters()["conv_in.bias"]!;
  const before = view.slice();
  await take(trainer, 1);
  expect(view).not.toEqual(before);
  expect(tensors.parameters["conv_in.bias"]!.data).toEqual(before);
  expect([step, trainer.step]).toEqual([2, 3]);
});

it("a state of other weights or of more steps is refused", async () => {
  const trainer = await createTrainer(tinyOptions(meanEngine));
  const state = trainer.state();
  await trainer.dispose();
  await expect(createTrainer(tinyOptions(meanEngine), { ...state, step: 7 })).rejects.toThrow(
    new RangeError("fit: state.step must be an integer in 0…6, got 7."),
  );
  const { "conv_in.bias": bias, ...others } = state.tensors.ema;
  const without = { ...state, tensors: { ...state.tensors, ema: others } };
  await expect(createTrainer(tinyOptions(meanEngine), without)).rejects.toThrow(
    'fit: state.ema must hold "conv_in.bias" of shape [8], got none.',
  );
  const more = { ...state, tensors: { ...state.tensors, ema: { ...state.tensors.ema, extra: bias! } } };
  await expect(createTrainer(tinyOptions(meanEngine), more)).rejects.toThrow(
    'fit: state.ema must hold the network\'s tensors, got "extra".',
  );
});
