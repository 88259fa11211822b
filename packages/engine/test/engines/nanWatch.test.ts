import { expect, it } from "vitest";
import { indexOfNaN } from "../../src/api/indexOfNaN.ts";
import { nanWatch } from "../../src/engines/nanWatch.ts";
import { NaNInputError } from "../../src/index.ts";

const float = (...shape: number[]) => ({ shape, dtype: "float32" }) as const;

it.each([
  ["no number", [], -1],
  ["numbers", [1, -2, 0, 5, 7], -1],
  ["a NaN at the end", [1, 2, 3, 4, Number.NaN], 4],
  ["a NaN among others", [1, Number.NaN, 3, Number.NaN], 1],
  ["an infinity", [1, -Infinity, 3], -1],
  ["infinities that cancel", [Infinity, 1, 2, 3, -Infinity], -1],
])("indexOfNaN of %s", (_, values, index) => {
  expect(indexOfNaN(Float32Array.from(values))).toBe(index);
  expect(indexOfNaN(Int32Array.from(values.filter(Number.isFinite)))).toBe(-1);
});

const whole = { shape: [1], dtype: "int32" } as const;
const large = 300_000;
const poisoned = (size: number, index: number) => new Float32Array(size).fill(Number.NaN, index, index + 1);

it("refuses NaN in small inputs, whatever comes out", () => {
  const watch = nanWatch({ n: whole, x: float(3), large: float(large) }, { y: whole });
  const given = { n: Int32Array.of(1), x: new Float32Array(3), large: poisoned(large, 7) };
  const results = { y: Int32Array.of(0) };
  watch(given, results);
  watch({ ...given, x: Float32Array.of(1, Infinity, -Infinity) }, results);
  expect(() => watch({ ...given, x: Float32Array.of(1, Number.NaN, Number.NaN) }, results)).toThrow(
    new NaNInputError("x", 1),
  );
});

it("looks for NaN in large inputs if the smallest outputs hold it", () => {
  const outputs = { large: float(large), small: float(2), whole };
  const watch = nanWatch({ x: float(large) }, outputs);
  const given = { x: poisoned(large, 7) };
  const results = {
    large: poisoned(large, 0),
    small: Float32Array.of(1, 2),
    whole: Int32Array.of(0),
  };
  watch(given, results);
  const small = Float32Array.of(1, Number.NaN);
  watch({ x: new Float32Array(large) }, { ...results, small });
  expect(() => watch(given, { ...results, small })).toThrow(
    'run: input "x" must hold numbers, got NaN at index 7. Check the source of this input for invalid values.',
  );
  // The smallest is looked at however large it is.
  expect(() => nanWatch({ x: float(large) }, { large: float(large) })(given, results)).toThrow(NaNInputError);
});
