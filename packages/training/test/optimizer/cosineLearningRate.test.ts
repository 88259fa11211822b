import { expect, it } from "vitest";
import { cosineLearningRate } from "../../src/index.ts";
import { golden } from "../golden.ts";

it.each(golden.lr_schedules.filter(({ name }) => name === "cosine"))(
  "is get_cosine_schedule_with_warmup's, warm-up $num_warmup_steps, highest $base_lr",
  ({ num_warmup_steps: warmupSteps, num_training_steps: steps, base_lr: learningRate, lr }) => {
    for (let k = 0; k <= steps; k++) {
      const rate = cosineLearningRate(k, { learningRate, warmupSteps, steps });
      expect(Math.abs(rate - lr[k]!)).toBeLessThanOrEqual(1e-9 * lr[k]! + 1e-20);
    }
  },
);

it("stays zero after the end", () => {
  const options = { learningRate: 1, warmupSteps: 5, steps: 25 };
  expect([25, 26, 30].map((k) => cosineLearningRate(k, options))).toEqual([0, 0, 0]);
});

it("rises to the end if the warm-up is longer than the run", () => {
  const options = { learningRate: 1, warmupSteps: 8, steps: 4 };
  expect([0, 1, 2, 3].map((k) => cosineLearningRate(k, options))).toEqual([0, 0.125, 0.25, 0.375]);
});
