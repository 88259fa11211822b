import { expect, test } from "vitest";
import { affineResample } from "../../src/index.ts";

const shape = [5, 7, 2] as const;
const picture = Float32Array.from({ length: 70 }, (_, i) => Math.sin(i * 1.7));
const at = (values: Float32Array, y: number, x: number, c = 0): number => values[(y * 7 + x) * 2 + c]!;

test("the identity, whole shifts and half turns copy values", () => {
  expect(affineResample(picture, shape, {})).toEqual(picture);
  const shifted = affineResample(picture, shape, { shift: [2, -1] });
  for (const [y, x] of [
    [0, 2],
    [3, 6],
    [1, 4],
  ] as const) {
    expect(at(shifted, y, x, 1)).toBe(at(picture, y + 1, x - 2, 1));
  }
  // The two columns beyond the left edge are the first two, mirrored.
  expect([at(shifted, 0, 0), at(shifted, 0, 1)]).toEqual([at(picture, 1, 1), at(picture, 1, 0)]);
  const turned = affineResample(picture, shape, { rotation: 180 });
  for (let y = 0; y < 5; y++) {
    for (let x = 0; x < 7; x++) expect(at(turned, y, x)).toBeCloseTo(at(picture, 4 - y, 6 - x), 5);
  }
});

test("a quarter turn is counter-clockwise", () => {
  // a b    b d
  // c d →  a c
  const square = Float32Array.of(1, 2, 3, 4);
  const turned = affineResample(square, [2, 2, 1], { rotation: 90 });
  [2, 4, 1, 3].forEach((value, i) => {
    expect(turned[i]).toBeCloseTo(value, 5);
  });
});

test("a ramp is scaled, shifted and rotated exactly away from the edges", () => {
  const size = 41;
  const ramp = Float32Array.from(
    { length: size * size },
    (_, i) => 0.02 * ((i % size) - 20) + 0.01 * (Math.floor(i / size) - 20),
  );
  const map = { rotation: 30, scale: 1.25, shift: [1.5, -0.75] } as const;
  const out = affineResample(ramp, [size, size, 1], map);
  const [cos, sin] = [Math.cos(Math.PI / 6) / 1.25, Math.sin(Math.PI / 6) / 1.25];
  for (let y = 14; y < 27; y++) {
    for (let x = 14; x < 27; x++) {
      const [u, v] = [x - 20 - 1.5, y - 20 + 0.75];
      const expected = 0.02 * (cos * u - sin * v) + 0.01 * (sin * u + cos * v);
      expect(out[y * size + x]).toBeCloseTo(expected, 5);
    }
  }
});

test("affineResample rejects other shapes and numbers", () => {
  expect(() => affineResample(picture, [5, 7, 1], {})).toThrow(RangeError);
  for (const map of [{ scale: 0 }, { rotation: Number.NaN }, { shift: [0, Infinity] as const }]) {
    expect(() => affineResample(picture, shape, map)).toThrow(RangeError);
  }
});
