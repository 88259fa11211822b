import { describe, expect, test } from "vitest";
import { fromHuggingFaceLayout, type LayoutTensor, toHuggingFaceLayout } from "../../src/index.ts";

/** A tensor whose values are their own places, written as digits: value 1203 stands at [1,2,0,3]. */
function places(shape: readonly number[]): LayoutTensor {
  const data: number[] = [];
  const fill = (prefix: number, rest: readonly number[]): void => {
    if (rest.length === 0) data.push(prefix);
    else for (let i = 0; i < rest[0]!; i++) fill(10 * prefix + i, rest.slice(1));
  };
  fill(0, shape);
  return { shape, data: Float32Array.from(data) };
}

describe("toHuggingFaceLayout", () => {
  test("puts a filter [height, width, in, out] as [out, in, height, width]", () => {
    const { shape, data } = toHuggingFaceLayout("conv_in.weight", places([2, 3, 4, 5]));
    expect(shape).toEqual([5, 4, 2, 3]);
    const expected = places([5, 4, 2, 3]).data.map((place) => {
      const [out, input, row, column] = String(place).padStart(4, "0");
      return Number(`${row}${column}${input}${out}`);
    });
    expect(data).toEqual(expected);
  });

  test("puts a matrix [in, out] as [out, in]", () => {
    expect(toHuggingFaceLayout("time_embedding.linear_1.weight", places([2, 3]))).toEqual({
      shape: [3, 2],
      data: Float32Array.of(0, 10, 1, 11, 2, 12),
    });
  });

  test.each([
    ["conv_in.bias", [5]],
    ["class_embedding.weight", [3, 4]],
    ["time_proj.weight", [3, 4]],
  ])("leaves %s as it is", (name, shape) => {
    expect(toHuggingFaceLayout(name, places(shape))).toEqual(places(shape));
    expect(fromHuggingFaceLayout(name, places(shape))).toEqual(places(shape));
  });

  test("turns a table's neighbors, which are matrices", () => {
    const { shape } = toHuggingFaceLayout("class_embedding.linear_1.weight", places([2, 3]));
    expect(shape).toEqual([3, 2]);
  });
});

test.each([[[3, 3, 2, 4]], [[1, 1, 4, 2]], [[3, 3, 1, 1]], [[4, 7]], [[1, 5]], [[6]]])(
  "fromHuggingFaceLayout brings a tensor of shape %j back",
  (shape) => {
    const tensor = places(shape);
    const there = toHuggingFaceLayout("layer.weight", tensor);
    expect(fromHuggingFaceLayout("layer.weight", there)).toEqual(tensor);
    expect(toHuggingFaceLayout("layer.weight", fromHuggingFaceLayout("layer.weight", tensor))).toEqual(
      tensor,
    );
  },
);

test("both refuse data of another length than the shape's", () => {
  const tensor = { shape: [2, 3], data: new Float32Array(5) };
  expect(() => toHuggingFaceLayout("a.weight", tensor)).toThrow(
    new RangeError('toHuggingFaceLayout: data of "a.weight" must have 6 values for shape [2,3], got 5.'),
  );
  expect(() => fromHuggingFaceLayout("a.weight", tensor)).toThrow(RangeError);
});
