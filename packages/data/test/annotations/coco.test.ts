import { expect, test } from "vitest";
import { parseCoco } from "../../src/node.ts";

const coco = (annotations: readonly object[], images: readonly object[] = [{ id: 1, file_name: "a.png" }]) =>
  JSON.stringify({ images, annotations, categories: [{ id: 3, name: "__proto__" }] });

test("parseCoco reads boxes, polygons and run lengths", () => {
  // Column-major runs of a mask of 4 rows and 5 columns: column 1, rows 1 and 2, and column 2, row 1.
  const counts = [5, 2, 2, 1, 10];
  const [field] = parseCoco(
    coco([
      { image_id: 1, category_id: 3, bbox: [1.5, 2, 3, 4] },
      {
        image_id: 1,
        segmentation: [
          [1, 2, 7, 3, 4, 9],
          [0, 5, 1, 6, 1, 5],
        ],
      },
      { image_id: 1, segmentation: { counts, size: [4, 5] } },
      { image_id: 1, segmentation: { counts: "522O8", size: [4, 5] } },
      { image_id: 1, bbox: [0, 0, 9, 9], iscrowd: 1 },
      { image_id: 1, bbox: [0, 0, -2, 9] },
      { image_id: 1, bbox: [0, 0, null, 9] },
      { image_id: 1, segmentation: { counts: [50], size: [4, 5] } },
      { image_id: 1, segmentation: { counts: "\u00e9", size: [4, 5] } },
      { image_id: 1, segmentation: { counts: [20], size: [4, 5] } },
    ]),
  );
  expect(field!.boxes).toEqual([
    { left: 1.5, top: 2, width: 3, height: 4, label: "__proto__" },
    { left: 0, top: 2, width: 7, height: 7 },
    { left: 1, top: 1, width: 2, height: 2 },
  ]);
  expect(field!.dropped.map(({ reason }) => reason)).toEqual([
    "duplicate",
    "empty",
    "invalid",
    "invalid",
    "invalid",
    "empty",
    "crowd",
  ]);
});

test("a run that reaches the next column covers all rows", () => {
  const [field] = parseCoco(coco([{ image_id: 1, segmentation: { counts: [6, 3, 11], size: [4, 5] } }]));
  expect(field!.boxes).toEqual([{ left: 1, top: 0, width: 2, height: 4 }]);
});

test("parseCoco rejects other text and annotations without an image", () => {
  for (const text of [
    "",
    "{",
    "[]",
    "{}",
    coco([], [{ id: 1 }]),
    coco([{ image_id: 2, bbox: [0, 0, 1, 1] }]),
  ]) {
    expect(() => parseCoco(text)).toThrow(expect.objectContaining({ code: "ERR_ANNOTATIONS" }));
  }
});
