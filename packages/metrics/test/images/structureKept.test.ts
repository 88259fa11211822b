import { expect, test } from "vitest";
import { ssim, structureKept } from "../../src/index.ts";

test("structureKept is 1 for an image and itself, and for one that is only darker or of another color its edges are", () => {
  const values = Float32Array.from({ length: 12 * 12 * 3 }, (_, i) => Math.sin(i / 5) * 0.4);
  const image = { values, height: 12, width: 12, channels: 3 };
  expect(structureKept(image, image)).toEqual({ edges: expect.closeTo(1, 9), ssim: expect.closeTo(1, 9) });
  const darker = structureKept(image, { ...image, values: values.map((value) => value / 2 - 0.3) });
  expect(darker.edges).toBeCloseTo(1, 5);
  expect(darker.ssim).toBeLessThan(0.9);
  const grey = Float64Array.from(
    { length: 144 },
    (_, i) => 1 + 0.299 * values[3 * i]! + 0.587 * values[3 * i + 1]! + 0.114 * values[3 * i + 2]!,
  );
  const half = grey.map((value) => (value - 1) / 2 + 0.7);
  expect(darker.ssim).toBeCloseTo(ssim(grey, half, { height: 12, width: 12, dataRange: 2 }), 5);
  expect(structureKept(image, { ...image, values: new Float32Array(432) })).not.toHaveProperty("edges");
  const small = { values: values.slice(0, 64), height: 8, width: 8, channels: 1 };
  expect(structureKept(small, small)).toEqual({ edges: expect.closeTo(1, 9) });
});

test("structureKept's edges are those that turn with the image, not their sign", () => {
  const step = (flip: boolean) =>
    Float32Array.from({ length: 144 }, (_, i) => (i % 12 < 6 !== flip ? 0.5 : -0.5));
  const [a, b] = [step(false), step(true)].map((values) => ({ values, height: 12, width: 12, channels: 1 }));
  expect(structureKept(a!, b!).edges).toBeCloseTo(1, 9);
  const across = { ...a!, values: Float32Array.from({ length: 144 }, (_, i) => (i < 72 ? 0.5 : -0.5)) };
  expect(structureKept(a!, across).edges).toBeLessThan(0.2);
});
