import { noiseSchedule, spacedTimesteps } from "@cellgen/schedules";
import { describe, expect, it } from "vitest";
import { type Denoiser, dpmppTimesteps, sampleDdim, sampleDpmpp2m, seededNoise } from "../src/index.ts";
import { gaussianDenoiser, type Normal } from "./targets/gaussianDenoiser.ts";

const cosine = noiseSchedule("squaredcos_cap_v2");
const noise = seededNoise(0, [0], [16, 16, 1]);
const trailing = spacedTimesteps("trailing", 1000, 20);

async function unclipped(
  sample: typeof sampleDpmpp2m,
  denoiser: Denoiser,
  timesteps: Int32Array,
): Promise<Float32Array> {
  return sample(denoiser, noise, {
    schedule: cosine,
    predictionType: "epsilon",
    timesteps,
    clipSample: false,
  });
}

/** Root mean square distance from the flow's exact end, `mean + deviation z`, in deviations. */
async function flowError(sample: typeof sampleDpmpp2m, pixel: Normal, timesteps: Int32Array) {
  const initial = noise.initial();
  const values = await unclipped(sample, gaussianDenoiser(cosine, "epsilon", [pixel]), timesteps);
  // x_T is normal with mean sqrt(a) m and variance a s² + 1 - a: z is what it has of that.
  const a = cosine.alphasCumprod[timesteps[0]!]!;
  const spread = Math.sqrt(a * pixel.deviation ** 2 + 1 - a);
  let squares = 0;
  values.forEach((x, i) => {
    const z = (initial[i]! - Math.sqrt(a) * pixel.mean) / spread;
    squares += ((x - pixel.mean) / pixel.deviation - z) ** 2;
  });
  return Math.sqrt(squares / values.length);
}

describe("sampleDpmpp2m", () => {
  it("is of second order: half the steps' length, a quarter of the error", async () => {
    const pixel = { mean: 0, deviation: 0.5 };
    const errors: number[] = [];
    for (const count of [16, 32, 64]) {
      errors.push(await flowError(sampleDpmpp2m, pixel, dpmppTimesteps(cosine, count)));
    }
    expect(errors[0]! / errors[1]!).toBeGreaterThan(3.5);
    expect(errors[1]! / errors[2]!).toBeGreaterThan(3.5);
    expect(errors[2]).toBeLessThan(0.002);
  });

  it("in 20 steps is nearer than DDIM, and nearer on dpmppTimesteps than on trailing ones", async () => {
    const pixel = { mean: 0.2, deviation: 0.1 };
    const error = await flowError(sampleDpmpp2m, pixel, dpmppTimesteps(cosine, 20));
    expect(error).toBeLessThan(0.02);
    expect(await flowError(sampleDdim, pixel, dpmppTimesteps(cosine, 20))).toBeGreaterThan(5 * error);
    expect(await flowError(sampleDpmpp2m, pixel, trailing)).toBeGreaterThan(5 * error);
  });

  it("on dpmppTimesteps is stable at the cosine schedule's end, where an error of the noise is 20,000 times as large in x_0", async () => {
    const exact = gaussianDenoiser(cosine, "epsilon", [{ mean: 0.2, deviation: 0.1 }]);
    const wrong: Denoiser = async (xt, t) => {
      const output = await exact(xt, t);
      return output.map((value) => value + (t > 990 ? 0.001 : 0));
    };
    async function shift(timesteps: Int32Array): Promise<number> {
      const right = await unclipped(sampleDpmpp2m, exact, timesteps);
      const shifted = await unclipped(sampleDpmpp2m, wrong, timesteps);
      return Math.max(...right.map((x, i) => Math.abs(x - shifted[i]!)));
    }
    expect(await shift(dpmppTimesteps(cosine, 20))).toBeLessThan(0.0003);
    expect(await shift(trailing)).toBeGreaterThan(0.03);
  });
});
