import { expect, it } from "vitest";
import { repaintSteps } from "../../src/index.ts";

it("repaintSteps of the paper's settings are 2410, each inner step taken ten times", () => {
  const steps = repaintSteps(250, 10, 10);
  expect(steps).toHaveLength(2410);
  const taken = Array.from({ length: 250 }, (_, k) => steps.filter((step) => step === k).length);
  // 9 steps to where the first jump goes back to, the last one to the clean images.
  expect(taken).toEqual([...Array(9).fill(1), ...Array(240).fill(10), 1]);
});

it("repaintSteps goes back so that the last jump is before the last step", () => {
  expect(repaintSteps(6, 2, 3)).toEqual([0, 1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4, 5]);
  expect(repaintSteps(4, 1, 2)).toEqual([0, 0, 1, 1, 2, 2, 3]);
  expect(repaintSteps(4, 3, 2)).toEqual([0, 1, 2, 0, 1, 2, 3]);
});

it("repaintSteps of one resampling never goes back, whatever the jump", () => {
  expect(repaintSteps(3, 10, 1)).toEqual([0, 1, 2]);
  expect(repaintSteps(1, 1, 1)).toEqual([0]);
});

it("repaintSteps rejects numbers out of range", () => {
  expect(() => repaintSteps(0, 1, 1)).toThrow(
    new RangeError("repaintSteps: count must be a positive integer, got 0."),
  );
  expect(() => repaintSteps(10, 1, 0)).toThrow(
    new RangeError("repaintSteps: resamplings must be a positive integer, got 0."),
  );
  for (const jumpLength of [0, 1.5, 10]) {
    expect(() => repaintSteps(10, jumpLength, 2)).toThrow(
      new RangeError(
        `repaintSteps: jumpLength must be an integer in 1…9 for 10 timesteps, got ${jumpLength}.`,
      ),
    );
  }
});
