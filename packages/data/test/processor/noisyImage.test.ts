import * as filters from "@cellgen/filters";
import { expect, test, vi } from "vitest";
import { type CellImage, type ImageFormat, type ImageNoise, imageProcessor } from "../../src/index.ts";
import { inputsUpTo, testFormat } from "../testFormat.ts";

vi.mock("@cellgen/filters", async (original) => {
  const module = await original<typeof filters>();
  return { ...module, estimateNoise: vi.fn(module.estimateNoise) };
});

const { estimateNoise, generalizedAnscombe, photonNoise, undoGeneralizedAnscombe } = filters;

const noisyImage = (
  given: CellImage,
  format: ImageFormat,
  noise: ImageNoise,
  brightest: number,
  sourceSide?: number,
) =>
  imageProcessor(format).noisy(given, noise, {
    ...(brightest > 0 ? { inputs: inputsUpTo(brightest, given.channels) } : {}),
    ...(sourceSide ? { sourceSide } : {}),
  });
const unitValues = (given: CellImage, format: ImageFormat) => imageProcessor(format).encode(given);

function image(channels: 1 | 3, of: (i: number) => number, depth = 8, side = 40): CellImage {
  const length = side * side * channels;
  const data =
    depth === 8
      ? Uint8Array.from({ length }, (_, i) => of(i))
      : Uint16Array.from({ length }, (_, i) => of(i));
  return { width: side, height: side, channels, data };
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const units = ({ fields }: ReturnType<typeof noisyImage>): Float32Array[] =>
  fields.map(({ values }) => values);

test("white noise is what it is of the model's range, and the image comes back bit for bit", () => {
  const given = image(3, (i) => (i * 7) % 256);
  const noisy = noisyImage(given, testFormat(), { kind: "white", sigma: 25.5 }, 0);
  expect(noisy.noise).toBeCloseTo(0.2, 12);
  expect(noisy.fields[0]).toMatchObject({ width: 40, height: 40, channels: 3 });
  expect(noisy.fields[0]!.values).toEqual(unitValues(given, testFormat()).unit.values);
  expect(noisy.limits).toEqual([-1, 1]);
  expect(noisy.clippedShare).toBeCloseTo(2 / 256, 3);
  expect(noisy.fromFields(units(noisy))).toEqual(given);
  const spread = units(noisy).map((values) => new Float32Array(values.length).fill(0.1));
  expect(noisy.deviations(units(noisy), spread)[5]).toBeCloseTo(12.75, 5);
});

test("values beyond the model's range are kept: cut off, noise would not be centered", () => {
  const given = image(1, (i) => (i % 2 === 0 ? 90 : 250), 16);
  const wide = testFormat({ channels: 1, pixelType: "uint16", ranges: [[100, 200]] });
  const noisy = noisyImage(given, wide, { kind: "white", sigma: 5 }, 250);
  expect(noisy.noise).toBeCloseTo(0.1, 12);
  // A camera of 12 bits cuts off at 4095, far beyond what the model knows.
  expect(noisy.limits![1]).toBeCloseTo(2 * 39.95 - 1, 4);
  expect(noisy.fields[0]!.values[0]).toBeCloseTo(-1.2, 6);
  expect(noisy.fields[0]!.values[1]).toBeCloseTo(2, 6);
  expect(noisy.fromFields(units(noisy))).toEqual(given);
});

test("noise of a file of another depth is in that file's gray levels", () => {
  const given = image(3, (i) => (i * 331) % 65536, 16);
  const noisy = noisyImage(given, testFormat(), { kind: "white", sigma: 6553.5 }, 65535);
  expect(noisy.noise).toBeCloseTo(0.2, 12);
  expect(noisy.fromFields(units(noisy))).toEqual(given);
});

test("auto estimates the noise from the image", () => {
  const photons = photonNoise(new Float64Array(3 * 40 * 40).fill(120), { gain: 1, seed: 1 });
  const given = image(3, (i) => photons[i]!);
  const { sigma } = noisyImage(given, testFormat(), { kind: "auto" }, 0);
  expect(sigma / Math.sqrt(120)).toBeGreaterThan(0.9);
  expect(sigma / Math.sqrt(120)).toBeLessThan(1.1);
});

test("noise that does not look like the stated one is doubted", () => {
  const photons = photonNoise(new Float64Array(3 * 40 * 40).fill(100), { gain: 1, seed: 1 });
  const given = image(3, (i) => photons[i]!);
  const warnings = (sigma: number) => noisyImage(given, testFormat(), { kind: "white", sigma }, 0).warnings;
  expect(warnings(10)).toEqual([]);
  expect(warnings(5)).toEqual([{ code: "noise-stronger-than-stated", ratio: expect.closeTo(2, 0) }]);
  expect(warnings(20)).toEqual([{ code: "noise-weaker-than-stated", ratio: expect.closeTo(0.5, 1) }]);
});

test("noise of a 16-bit file in gray levels of 8 bits is told, and nothing of that elsewhere", () => {
  const even = (level: number) => new Float64Array(3 * 40 * 40).fill(level);
  const notes = (level: number, depth: 8 | 16, sigma: number) => {
    const photons = photonNoise(even(level), { gain: level / 100, seed: 1 });
    return noisyImage(
      image(3, (i) => photons[i]!, depth),
      testFormat({ pixelType: `uint${depth}` }),
      { kind: "white", sigma },
      depth === 16 ? 4000 : 0,
    ).notes;
  };
  vi.mocked(estimateNoise).mockClear();
  expect(notes(2000, 16, 12)).toEqual([
    { code: "noise-in-other-units", white: 4095, sigma: 12, equivalent: 193 },
  ]);
  expect(estimateNoise, "one look at the image is enough").toHaveBeenCalledTimes(1);
  expect(notes(2000, 16, 193)).toEqual([]);
  expect(notes(120, 8, 1)).toEqual([]);
});

test("images larger than the model's, which was trained on scaled ones, are told to be of another scale", () => {
  const notes = (side: number, sourceSide?: number) =>
    noisyImage(
      image(3, (i) => i % 256, 8, side),
      testFormat(),
      { kind: "auto" },
      0,
      sourceSide,
    ).notes;
  expect(notes(40, 32)).toEqual([{ code: "other-scale", sourceSide: 32, side: 16 }]);
  expect(notes(16, 32)).toEqual([]);
  expect(notes(40, 17)).toEqual([]);
  expect(notes(40)).toEqual([]);
});

test("photon noise becomes even, and the mean of what was stabilized comes back as the mean of the pixels", () => {
  const photon = { gain: 8, offset: 10, read: 2 };
  for (const level of [40, 110]) {
    const values = photonNoise(new Float64Array(3 * 40 * 40).fill(level), { ...photon, seed: 1 });
    const given = image(3, (i) => Math.max(0, values[i]!));
    const noisy = noisyImage(given, testFormat(), { kind: "photon", photon }, 0);
    expect(noisy.sigma).toBe(1);
    const even = mean(noisy.stabilized.values);
    const variance = mean(noisy.stabilized.values.map((value) => (value - even) ** 2));
    expect(variance).toBeGreaterThan(0.85);
    expect(variance).toBeLessThan(1.15);
    // Black and white are where the model has them, and the noise is 1 of the distance between them.
    const [black, white] = generalizedAnscombe(Float64Array.of(0, 255), photon);
    expect(noisy.noise).toBeCloseTo(2 / (white! - black!), 12);
    const flat = new Float64Array(noisy.stabilized.values.length).fill(even);
    expect(Math.abs(mean(noisy.fromStabilized(flat).data) - level)).toBeLessThan(1.1);
    // The plain inverse is a quarter of the gain too low.
    expect(level - undoGeneralizedAnscombe(flat, photon)[0]!).toBeGreaterThan(0.9);
  }
});

test("a stabilized model gets its own space, with the noise that it was trained for", () => {
  const photon = { gain: 4, offset: 0, read: 1 };
  const [min, max] = generalizedAnscombe(Float64Array.of(0, 255), photon);
  const stabilised = testFormat({ stabilisation: photon, ranges: new Array(3).fill([min!, max!]) });
  const given = image(3, (i) => (i * 7) % 256);
  const own = noisyImage(given, stabilised, { kind: "photon", photon }, 0);
  expect(own.noise).toBeCloseTo(2 / (max! - min!), 9);
  own.fields[0]!.values.forEach((value, i) => {
    if (i % 50 === 0) expect(value).toBeCloseTo(unitValues(given, stabilised).unit.values[i]!, 5);
  });
  expect(own.notes).toEqual([]);
  const auto = noisyImage(given, stabilised, { kind: "auto" }, 0);
  expect(auto.scale.photon).toEqual(photon);
  expect(noisyImage(given, stabilised, { kind: "white", sigma: 3 }, 0).notes).toEqual([
    { code: "white-noise-in-stabilised-model" },
  ]);
  expect(noisyImage(given, testFormat(), { kind: "photon", photon }, 0).notes).toEqual([
    { code: "photon-noise-in-plain-model" },
  ]);
  const notes = (changes: object) =>
    noisyImage(given, stabilised, { kind: "photon", photon: { ...photon, ...changes } }, 0).notes;
  expect(notes({ gain: 4.1 })).toEqual([]);
  expect(notes({ gain: 2 })).toEqual([
    { code: "other-photon-noise", stated: { gain: 2, offset: 0, read: 1 }, model: photon },
  ]);
  // Floats in the range of the model have its gray levels and its noise; others are mapped, which changes the noise.
  const floats = (factor: number) =>
    noisyImage(
      { ...given, data: Float32Array.from(given.data, (value) => factor * value) },
      stabilised,
      { kind: "photon", photon },
      0,
    ).notes;
  expect(floats(1)).toMatchObject([{ code: "pixel-type-same-units" }]);
  expect(floats(0.01)).toMatchObject([
    { code: "pixel-type-by-range" },
    { code: "other-photon-noise", stated: photon, modelPixelType: "uint8" },
  ]);
  expect(notes({ offset: 5 })).toHaveLength(1);
  expect(notes({ read: 2 })).toHaveLength(1);
});

test("a gray image in a color model has white noise of √3 times the strength, and comes back", () => {
  const given = image(1, (i) => (i * 7) % 200, 8, 60);
  const noisy = noisyImage(given, testFormat(), { kind: "white", sigma: 10 }, 0);
  expect(noisy.noise).toBeCloseTo((Math.sqrt(3) * 20) / 255, 12);
  // What lies at its limits is the noise that was added.
  expect(noisy.limits).toBeUndefined();
  const [field] = units(noisy);
  const grey = unitValues(given, testFormat({ channels: 1 })).unit.values;
  // Beside the image's own noise (here none), what was added has (2/3, -1/3) of 3 noise² as covariance of channels.
  const added = (c: number, i: number) => field![3 * i + c]! - grey[i]!;
  const covariance = (a: number, b: number) =>
    mean(Array.from(grey, (_, i) => added(a, i) * added(b, i))) / noisy.noise ** 2;
  for (const c of [0, 1, 2]) {
    expect(covariance(c, c)).toBeCloseTo(2 / 3, 1);
    expect(covariance(c, (c + 1) % 3)).toBeCloseTo(-1 / 3, 1);
  }
  expect(noisy.fromFields(units(noisy))).toEqual(given);
  // A color file whose channels are equal has the same noise in each too.
  const equal = image(3, (i) => (Math.floor(i / 3) * 7) % 200, 8, 60);
  const same = noisyImage(equal, testFormat(), { kind: "white", sigma: 10 }, 0);
  expect(units(same)).toEqual(units(noisy));
  expect(same.fromFields(units(same))).toEqual(equal);
});

test("a color image in a gray model is three images", () => {
  const given = image(3, (i) => (i * 7) % 256);
  const noisy = noisyImage(given, testFormat({ channels: 1 }), { kind: "white", sigma: 10 }, 0);
  expect(noisy.fields.map(({ channels, values }) => [channels, values.length])).toEqual([
    [1, 1600],
    [1, 1600],
    [1, 1600],
  ]);
  expect(noisy.fields[2]!.values[4]).toBeCloseTo((2 * given.data[14]!) / 255 - 1, 6);
  expect(noisy.fromFields(units(noisy))).toEqual(given);
});

test("channels with other noise on the model's scale are denoised in fields of their own", () => {
  const format = testFormat({
    channels: 2,
    pixelType: "uint16",
    ranges: [
      [0, 1000],
      [0, 100],
    ],
  });
  const noise = photonNoise(new Float64Array(2 * 40 * 40).fill(60), { gain: 1, seed: 1 });
  const data = Uint16Array.from(noise, (value) => Math.max(0, value));
  const given: CellImage = { width: 40, height: 40, channels: 2, data };
  const noisy = noisyImage(given, format, { kind: "white", sigma: 5 }, 0);
  expect(noisy.fieldNoise).toEqual([expect.closeTo(0.01, 12), expect.closeTo(0.1, 12)]);
  expect(noisy.noise).toBe(noisy.fieldNoise[1]);
  expect(noisy.fields).toHaveLength(2);
  expect(noisy.notes).toContainEqual({ code: "channels-with-other-noise" });
  // Each channel comes from its own field, in which it is unchanged.
  expect(noisy.fromFields(units(noisy))).toEqual(given);
  // In the field of the noisy channel, the other one has as much noise.
  const [, second] = units(noisy);
  const first = Array.from({ length: 1600 }, (_, i) => second![2 * i]!);
  const middle = mean(first);
  expect(Math.sqrt(mean(first.map((x) => (x - middle) ** 2)))).toBeCloseTo(
    Math.hypot(0.1, (2 * Math.sqrt(60)) / 1000),
    1,
  );
});

test("channels of one range are denoised together", () => {
  const format = testFormat({ channels: 4, pixelType: "float32", ranges: new Array(4).fill([0, 1]) });
  const data = Float32Array.from({ length: 4 * 400 }, (_, i) => ((i * 7) % 256) / 255);
  const given: CellImage = { width: 20, height: 20, channels: 4, data };
  const noisy = noisyImage(given, format, { kind: "white", sigma: 0.1 }, 0);
  expect(noisy.fieldNoise).toEqual([expect.closeTo(0.2, 12)]);
  expect(noisy.limits).toBeUndefined();
  const back = noisy.fromFields(units(noisy)).data;
  back.forEach((value, i) => {
    expect(value).toBeCloseTo(data[i]!, 6);
  });
});
