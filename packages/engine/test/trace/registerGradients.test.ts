import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { registerGradients } from "../../src/index.ts";

it("registerGradients registers tfjs's gradients, and leaves those that are there", () => {
  const own: tf.GradConfig = { kernelName: "Exp", gradFunc: () => ({}) };
  tf.registerGradient(own);
  expect(tf.getGradient("Square")).toBeUndefined();
  registerGradients();
  registerGradients();
  expect(tf.getGradient("Square")).toMatchObject({ kernelName: "Square" });
  expect(tf.getGradient("Exp")).toBe(own);
});
