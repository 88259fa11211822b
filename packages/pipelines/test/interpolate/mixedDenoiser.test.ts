import type { Denoiser } from "@cellgen/samplers";
import { expect, it } from "vitest";
import { mixedDenoiser } from "../../src/interpolate/mixedDenoiser.ts";

const times =
  (factor: number): Denoiser =>
  async (xt) =>
    xt.map((x) => factor * x);

it("mixedDenoiser mixes each image's outputs by its own position, and passes on errors", async () => {
  const xt = new Float32Array(6).fill(1);
  const mixed = mixedDenoiser(times(2), times(6), [0, 0.25, 1]);
  expect(await mixed(xt, 5)).toEqual(Float32Array.of(2, 2, 3, 3, 6, 6));
  const failing: Denoiser = () => Promise.reject(new Error("boom"));
  await expect(mixedDenoiser(times(2), failing, [0, 0, 0])(xt, 5)).rejects.toThrow("boom");
});
