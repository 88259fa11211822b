import { randomStream } from "@cellgen/random";
import { expect, test } from "vitest";
import {
  compareWithGaussianBaseline,
  errorRatio,
  type FilterImage,
  gaussianFilter,
} from "../../src/index.ts";

const noise = 0.2;
const size = { height: 40, width: 40, channels: 1 };
const pixels = (of: (row: number, column: number) => number): Float32Array =>
  Float32Array.from({ length: 1600 }, (_, i) => of(Math.floor(i / 40), i % 40));
/** A round cell with a sharp edge on an even field. */
const clean = pixels((row, column) => (Math.hypot(row - 20, column - 20) < 12 ? -0.4 : 0.3));
const drawn = randomStream(0, "noise").fillNormal(new Float32Array(1600));
const noisy: FilterImage<Float32Array> = {
  ...size,
  values: clean.map((value, i) => value + noise * drawn[i]!),
};

/** The comparison with a denoiser, and the images that it got. */
async function beside(
  denoise: (values: Float32Array) => ArrayLike<number>,
  limits?: readonly [number, number],
) {
  const asked: FilterImage[] = [];
  const result = await compareWithGaussianBaseline(
    noisy,
    async (image) => {
      asked.push(image);
      return denoise(Float32Array.from(image.values));
    },
    { sigma: noise, ...(limits ? { limits } : {}) },
  );
  return { result, asked };
}

const rms = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.from(values).reduce((sum, value, i) => sum + (value - clean[i]!) ** 2, 0) / 1600) / noise;
const blurred = (values: Float32Array, blur: number) => gaussianFilter({ ...size, values }, { blur }).values;

test("one that knows the image is better than a blur, whose error is told without the clean image", async () => {
  const { result, asked } = await beside(() => clean);
  expect(result!.isWorse).toBe(false);
  const best = Math.min(...[0.5, 0.6, 0.7, 0.85, 1].map((blur) => rms(blurred(noisy.values, blur))));
  expect(Math.abs(result!.blur - best)).toBeLessThan(0.06);
  expect(errorRatio(result!)).toBeLessThan(0.7);
  expect(asked.map(({ height, width }) => [height, width])).toEqual([
    [40, 40],
    [40, 40],
  ]);
  expect(asked[0]).toBe(noisy);
});

test.each<[string, (values: Float32Array) => ArrayLike<number>]>([
  ["leaves noise in", (values) => values.map((value, i) => clean[i]! + 0.7 * (value - clean[i]!))],
  ["invents", () => clean.map((value, i) => value + (i % 40 > 25 && i % 5 < 2 ? 0.4 : 0))],
  ["sees everywhere what it has learnt", () => new Float32Array(1600)],
])("one that %s is doubted", async (_, denoise) => {
  const { result } = await beside(denoise);
  expect(result!.isWorse).toBe(true);
  expect(Math.abs(result!.model - rms(denoise(noisy.values)))).toBeLessThan(0.06);
});

test("what chance may have made is not told, whatever the image's scale is", async () => {
  const told = async (scale: number) => {
    const image = { ...size, values: noisy.values.map((value) => scale * value) };
    // A pattern that is a little more than the error of the best blur.
    const estimate = clean.map((value, i) => scale * (value + ((i % 40) % 2 === 0 ? 0.55 : -0.55) * noise));
    return compareWithGaussianBaseline(image, async () => estimate, { sigma: scale * noise });
  };
  const [asIs, larger, smaller] = [await told(1), await told(8), await told(1 / 8)];
  for (const { model, blur, isWorse } of [asIs!, larger!, smaller!]) {
    expect(isWorse).toBe(false);
    expect(model).toBeCloseTo(asIs!.model, 4);
    expect(blur).toBeCloseTo(asIs!.blur, 4);
  }
  expect(errorRatio(asIs!)).toBeGreaterThan(1.15);
});

test("one that is a blur itself is not doubted", async () => {
  const { result } = await beside((values) => blurred(values, 0.85));
  expect(result!.isWorse).toBe(false);
  expect(errorRatio(result!)).toBeLessThan(1.1);
});

test("errors that cannot be told from none are not compared", () => {
  expect(errorRatio({ model: 0, blur: 0 })).toBeUndefined();
  expect(errorRatio({ model: 0.09, blur: 0.05 })).toBeUndefined();
  expect(errorRatio({ model: 0.3, blur: 0.05 })).toBeCloseTo(3, 12);
  expect(errorRatio({ model: 0.05, blur: 0.5 })).toBeCloseTo(0.1, 12);
});

test("nothing is said where most pixels are near to black or white, or there are few", async () => {
  expect((await beside(() => clean, [-0.5, 0.5])).result).toBeUndefined();
  expect((await beside(() => clean, [-1, 1])).result).toBeDefined();
});
