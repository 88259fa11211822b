import { expect, it } from "vitest";
import { nanWatch } from "../src/engines/nanWatch.ts";
import { NaNInputError } from "../src/index.ts";
import { indexOfNaN } from "../src/indexOfNaN.ts";

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

it("looks at the smallest output however large, at others as far as they are few, and only then at inputs", () => {
  const outputs = { large: float(70_000), small: float(2), whole: { shape: [1], dtype: "int32" } } as const;
  const watch = nanWatch({ x: float(3), n: { shape: [1], dtype: "int32" } }, outputs);
  const given = { n: Int32Array.of(1), x: Float32Array.of(1, Number.NaN, Number.NaN) };
  const results = {
    large: new Float32Array(70_000).fill(Number.NaN),
    small: Float32Array.of(1, 2),
    whole: Int32Array.of(0),
  };
  watch(given, results);
  const poisoned = { ...results, small: Float32Array.of(1, Number.NaN) };
  expect(() => watch(given, poisoned)).toThrow(new NaNInputError("x", 1));
  watch({ ...given, x: Float32Array.of(1, Infinity, -Infinity) }, poisoned);
  const alone = nanWatch({ x: float(3) }, { large: float(70_000) });
  expect(() => alone(given, results)).toThrow(
    'run: input "x" must hold numbers, got NaN at index 1. Look for bad values where it comes from.',
  );
  const none = nanWatch({ x: float(3) }, { whole: outputs.whole });
  none(given, results);
});
