import { expect, it } from "vitest";
import { toFloat16, toFloat32 } from "../src/index.ts";

it("toFloat16 gives every number of 16 bits its own bits back", () => {
  const patterns = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
  const isNaN16 = (bits: number) => (bits & 0x7fff) > 0x7c00;
  const back = toFloat16(toFloat32({ dtype: "F16", data: patterns }));
  const wrong = [...patterns].filter((bits) => !isNaN16(bits) && back[bits] !== bits);
  expect(wrong).toEqual([]);
  expect([...patterns].filter(isNaN16).every((bits) => isNaN16(back[bits]!))).toBe(true);
});

it("toFloat16 rounds to the nearest, ties to even", () => {
  const data = Uint16Array.from({ length: 0x7bff }, (_, bits) => bits);
  const numbers = toFloat32({ dtype: "F16", data });
  for (let bits = 0; bits + 1 < data.length; bits++) {
    // Halfway to the next, which float32 holds exactly, and its two neighbors.
    const middle = (numbers[bits]! + numbers[bits + 1]!) / 2;
    const [below, above] = [middle * (1 - 2 ** -23), middle * (1 + 2 ** -23)];
    const even = bits % 2 === 0 ? bits : bits + 1;
    expect([...toFloat16(Float32Array.of(below, middle, above))]).toEqual([bits, even, bits + 1]);
  }
});

it("toFloat16 keeps signs, and makes infinite what is too large", () => {
  const values = Float32Array.of(-0, -2, 65504, 65519, 65520, -1e30, Infinity, 1e-30, -1e-30);
  const expected = [0x8000, 0xc000, 0x7bff, 0x7bff, 0x7c00, 0xfc00, 0x7c00, 0, 0x8000];
  expect([...toFloat16(values)]).toEqual(expected);
  expect([...toFloat16(Float32Array.of(9, 1, 2).subarray(1))]).toEqual([0x3c00, 0x4000]);
});
