import { expect, it } from "vitest";
import {
  defaultGuidanceScale,
  defaultSampler,
  defaultSteps,
  defaultStepsFor,
  samplerNames,
} from "../src/index.ts";

it("every sampler has a default number of steps, and the first is the default", () => {
  expect(Object.keys(defaultSteps)).toEqual([...samplerNames]);
  expect(defaultSampler).toBe(samplerNames[0]);
  expect(defaultSteps).toEqual({ "dpm++2m": 20, ddim: 50, ddpm: 1000 });
  expect(defaultGuidanceScale).toBe(1);
});

it("defaultStepsFor takes no more steps than a model has timesteps", () => {
  expect(defaultStepsFor("ddim", 1000)).toBe(50);
  expect(defaultStepsFor("ddim", 20)).toBe(20);
});
