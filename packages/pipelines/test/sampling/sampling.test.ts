import { expect, it } from "vitest";
import { samplingFor } from "../../src/index.ts";
import { tinyModel } from "../tinyModel.ts";

const withNullClass = tinyModel({ classes: ["a", "b"] });
const withoutClasses = tinyModel();

it("samplingFor completes a choice with the defaults for the model", () => {
  const { numTrainTimesteps } = withoutClasses.scheduler;
  expect(samplingFor(withoutClasses)).toEqual({ sampler: "dpm++2m", steps: Math.min(20, numTrainTimesteps) });
  expect(samplingFor(withoutClasses, { sampler: "ddpm" }).steps).toBe(Math.min(1000, numTrainTimesteps));
  expect(samplingFor(withoutClasses, { sampler: "ddim", steps: 3 })).toEqual({
    sampler: "ddim",
    steps: 3,
    eta: 0,
  });
  expect(samplingFor(withNullClass).guidanceScale).toBe(1);
  const choice = { sampler: "ddim", steps: 3, eta: 0.5, guidanceScale: 2 } as const;
  expect(samplingFor(withNullClass, choice)).toEqual(choice);
});
