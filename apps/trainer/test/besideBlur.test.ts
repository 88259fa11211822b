import { gaussianFilter } from "@cellgen/filters";
import type { UnitImage } from "@cellgen/pipelines";
import { randomStream } from "@cellgen/random";
import { expect, test } from "vitest";
import { besideBlur, timesOfBlur } from "../src/commands/denoise/compareWithGaussianBaseline.ts";

const noise = 0.2;
const size = { height: 40, width: 40, channels: 1 };
const pixels = (of: (row: number, column: number) => number): Float32Array =>
  Float32Array.from({ length: 1600 }, (_, i) => of(Math.floor(i / 40), i % 40));
/** A round cell with a sharp edge on an even field. */
const clean = pixels((row, column) => (Math.hypot(row - 20, column - 20) < 12 ? -0.4 : 0.3));
const drawn = randomStream(0, "noise").fillNormal(new Float32Array(1600));
const noisy: UnitImage = { ...size, values: clean.map((value, i) => value + noise * drawn[i]!) };

/** What else there is to a denoised image. */
const rest = {
  samples: [],
  timestep: 0,
  timestepNoise: noise,
  isBelowModel: false,
  calls: 1,
  residual: { mean: 0, std: noise, expected: noise, structure: 1, doubts: [] },
};

/** What `besideBlur` says of a denoiser. */
function beside(denoise: (values: Float32Array) => ArrayLike<number>, limits?: readonly [number, number]) {
  const asked: unknown[] = [];
  const denoiser = {
    async denoise(image: UnitImage, options: unknown) {
      asked.push(options);
      return { ...rest, estimate: { ...image, values: Float32Array.from(denoise(image.values)) } };
    },
  };
  const { signal } = new AbortController();
  const request = { noise, signal, label: 1, ...(limits ? { limits } : {}) };
  return besideBlur(noisy, denoiser, request).then((result) => ({
    result,
    asked,
  }));
}

const rms = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.from(values).reduce((sum, value, i) => sum + (value - clean[i]!) ** 2, 0) / 1600) / noise;
const blurred = (values: Float32Array, blur: number) => gaussianFilter({ ...size, values }, { blur }).values;

test("one that knows the image is better than a blur, whose error is told without the clean image", async () => {
  const { result, asked } = await beside(() => clean);
  expect(result!.doubt).toBeUndefined();
  const best = Math.min(...[0.5, 0.6, 0.7, 0.85, 1].map((blur) => rms(blurred(noisy.values, blur))));
  expect(Math.abs(result!.blur - best)).toBeLessThan(0.06);
  expect(timesOfBlur(result!)).toBeLessThan(0.7);
  expect(asked).toEqual([expect.objectContaining({ mode: "mean", noise, label: 1 }), asked[0]]);
});

test.each<[string, (values: Float32Array) => ArrayLike<number>]>([
  ["leaves noise in", (values) => values.map((value, i) => clean[i]! + 0.7 * (value - clean[i]!))],
  ["invents", () => clean.map((value, i) => value + (i % 40 > 25 && i % 5 < 2 ? 0.4 : 0))],
  ["sees everywhere what it has learnt", () => new Float32Array(1600)],
])("one that %s is doubted", async (_, denoise) => {
  const { result } = await beside(denoise);
  expect(result!.doubt).toMatch(
    /^A blur comes nearer to the clean image than the model, whose error is about [1-9]\.\d times/,
  );
  expect(Math.abs(result!.model - rms(denoise(noisy.values)))).toBeLessThan(0.06);
});

test("what chance may have made is not told, whatever the image's scale is", async () => {
  const told = async (scale: number) => {
    const image = { ...size, values: noisy.values.map((value) => scale * value) };
    // A pattern that is a little more than the error of the best blur.
    const estimate = clean.map((value, i) => scale * (value + ((i % 40) % 2 === 0 ? 0.55 : -0.55) * noise));
    const denoise = async () => ({ ...rest, estimate: { ...size, values: estimate } });
    return besideBlur(image, { denoise }, { noise: scale * noise, signal: new AbortController().signal });
  };
  const [asIs, larger, smaller] = [await told(1), await told(8), await told(1 / 8)];
  for (const { model, blur, doubt } of [asIs!, larger!, smaller!]) {
    expect(doubt).toBeUndefined();
    expect(model).toBeCloseTo(asIs!.model, 4);
    expect(blur).toBeCloseTo(asIs!.blur, 4);
  }
  expect(timesOfBlur(asIs!)).toBeGreaterThan(1.15);
});

test("one that is a blur itself is not doubted", async () => {
  const { result } = await beside((values) => blurred(values, 0.85));
  expect(result!.doubt).toBeUndefined();
  expect(timesOfBlur(result!)).toBeLessThan(1.1);
});

test("errors that cannot be told from none are not compared", () => {
  expect(timesOfBlur({ model: 0, blur: 0 })).toBeUndefined();
  expect(timesOfBlur({ model: 0.09, blur: 0.05 })).toBeUndefined();
  expect(timesOfBlur({ model: 0.3, blur: 0.05 })).toBeCloseTo(3, 12);
  expect(timesOfBlur({ model: 0.05, blur: 0.5 })).toBeCloseTo(0.1, 12);
});

test("nothing is said where most pixels are near to black or white, or there are few", async () => {
  expect((await beside(() => clean, [-0.5, 0.5])).result).toBeUndefined();
  expect((await beside(() => clean, [-1, 1])).result).toBeDefined();
});
