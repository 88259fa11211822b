import { describe, expect, it } from "vitest";
import { toFloat32 } from "../src/index.ts";

const everyPattern = Uint16Array.from({ length: 65536 }, (_, bits) => bits);

describe("toFloat32", () => {
  it("gives each finite F16 the value of its sign, exponent and fraction", () => {
    const numbers = toFloat32({ dtype: "F16", data: everyPattern });
    for (let bits = 0; bits < 0x7c00; bits++) {
      // The distance between neighbors is 2^-24 up to 2^-13 and doubles from there with each exponent.
      const spacing = 2 ** (Math.max(bits >> 10, 1) - 25);
      const expected = bits < 0x400 ? bits * spacing : (0x400 + (bits & 0x3ff)) * spacing;
      if (numbers[bits] !== expected || numbers[bits | 0x8000] !== -expected) {
        expect([bits, numbers[bits], numbers[bits | 0x8000]]).toEqual([bits, expected, -expected]);
      }
    }
  });

  it("knows F16's published values", () => {
    // 1, the number next to it, largest, smallest normal, largest and smallest subnormal, third, -2.
    const data = Uint16Array.of(0x3c00, 0x3c01, 0x7bff, 0x0400, 0x03ff, 0x0001, 0x3555, 0xc000);
    const expected = [1, 1.0009765625, 65504, 2 ** -14, 1023 * 2 ** -24, 2 ** -24, 0.333251953125, -2];
    expect([...toFloat32({ dtype: "F16", data })]).toEqual(expected);
  });

  it("keeps F16's infinities, NaN and negative zero", () => {
    const data = Uint16Array.of(0x7c00, 0xfc00, 0x7c01, 0xfe00, 0x8000);
    expect([...toFloat32({ dtype: "F16", data })]).toEqual([Infinity, -Infinity, Number.NaN, Number.NaN, -0]);
  });

  it("makes BF16 the upper half of a float32, for every pattern", () => {
    const numbers = toFloat32({ dtype: "BF16", data: everyPattern });
    const halves = new Uint16Array(numbers.buffer);
    for (let bits = 0; bits < 65536; bits++) {
      if (halves[2 * bits] !== 0 || halves[2 * bits + 1] !== bits) expect(halves[2 * bits + 1]).toBe(bits);
    }
    expect([numbers[0x3f80], numbers[0xc049], numbers[0x7f80]]).toEqual([1, -3.140625, Infinity]);
  });

  it("rounds F64 to the nearest and gives F32 itself", () => {
    expect(toFloat32({ dtype: "F64", data: Float64Array.of(0.1, 1e300) })).toEqual(
      Float32Array.of(0.1, Infinity),
    );
    const data = Float32Array.of(1, 2);
    expect(toFloat32({ dtype: "F32", data })).toBe(data);
  });

  it.each(["I32", "U16", "F8_E4M3", "BOOL"] as const)("refuses %s", (dtype) => {
    const message = `toFloat32: entry must have dtype F32, F64, F16 or BF16, got ${dtype}.`;
    expect(() => toFloat32({ dtype, data: new Uint16Array(1) })).toThrow(new TypeError(message));
  });
});
