import { expect, test } from "vitest";
import { type CropBox, type PlanCropsOptions, planCrops } from "../../src/index.ts";

const field = { width: 100, height: 80 };
const box: CropBox = { left: 30, top: 40, width: 20, height: 10, label: "a" };
const windows = (options: PlanCropsOptions, boxes: readonly CropBox[] = [box], of = field) =>
  planCrops(boxes, of, options).crops.map(({ window, size }) => {
    const { left, top, width, height } = window;
    return [left, top, width, height, ...size];
  });
const reasons = (options: PlanCropsOptions, boxes: readonly CropBox[] = [box]) =>
  planCrops(boxes, field, options).dropped.map(({ reason }) => reason);

test("crops without a size are the box's square or the box itself, with the margin on each side", () => {
  expect(windows({})).toEqual([[30, 35, 20, 20, 20, 20]]);
  expect(windows({ aspect: "box" })).toEqual([[30, 40, 20, 10, 10, 20]]);
  // Half of the longer side, 10 pixels, on each side.
  expect(windows({ margin: 0.5 })).toEqual([[20, 25, 40, 40, 40, 40]]);
  expect(windows({ margin: { pixels: 3 }, aspect: "box" })).toEqual([[27, 37, 26, 16, 16, 26]]);
});

test("native scale keeps the size of objects, and drops boxes that do not fit", () => {
  expect(windows({ size: [24, 32] })).toEqual([[24, 33, 32, 24, 24, 32]]);
  expect(reasons({ size: [24, 32], margin: 0.5 })).toEqual(["large"]);
  expect(reasons({ size: [9, 32] })).toEqual(["large"]);
});

test("fit scales the box and its margin to the size, in its shape", () => {
  expect(windows({ size: [10, 10], scale: "fit" })).toEqual([[30, 35, 20, 20, 10, 10]]);
  // Twice as wide as high: the box of 20x10 fills it.
  expect(windows({ size: [30, 60], scale: "fit" })).toEqual([[30, 40, 20, 10, 30, 60]]);
});

test("the border rule drops, moves or keeps crops that reach beyond the field", () => {
  const atCorner = [{ left: 95, top: 0, width: 5, height: 6 }];
  const size = [20, 20] as const;
  expect(reasons({ size }, atCorner)).toEqual(["border"]);
  expect(windows({ size, border: "shift" }, atCorner)).toEqual([[80, 0, 20, 20, 20, 20]]);
  expect(windows({ size, border: "reflect" }, atCorner)).toEqual([[88, -7, 20, 20, 20, 20]]);
  expect(reasons({ size: [20, 101], border: "shift" }, atCorner)).toEqual(["border"]);
});

test("small boxes and boxes outside of the field are dropped with their reasons", () => {
  const outside = { left: 200, top: 0, width: 5, height: 5 };
  const sliver = { left: 98, top: 10, width: 10, height: 10 };
  expect(reasons({ minimumSide: 11 })).toEqual(["small"]);
  expect(reasons({ minimumSide: 3 }, [outside, sliver])).toEqual(["outside", "small"]);
});

test("crops of a pixel size cover the same physical size in every field", () => {
  const options = { size: [16, 16], pixelSizeMicrometres: 0.5 } as const;
  expect(windows(options, [box], { ...field, pixelSizeMicrometres: 0.25 } as never)).toEqual([
    [24, 29, 32, 32, 16, 16],
  ]);
  expect(() => windows(options)).toThrow(expect.objectContaining({ code: "ERR_PIXEL_SIZE_UNKNOWN" }));
  expect(() => windows({ pixelSizeMicrometres: 0 })).toThrow(RangeError);
});

test.each<PlanCropsOptions>([
  { size: [0, 4] },
  { size: [4, 1.5] },
  { margin: -1 },
  { margin: Number.NaN },
  { minimumSide: Number.NaN },
  { scale: "fit" },
  { scale: "fit", size: [4, 4], pixelSizeMicrometres: 1 },
])("planCrops rejects %j", (options) => {
  expect(() => planCrops([], field, options)).toThrow(RangeError);
});
