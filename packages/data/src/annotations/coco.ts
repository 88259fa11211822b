import { AnnotationError, type CropBox, checkBoxes, type DroppedBox, type FieldBoxes } from "./cropBox.ts";
import { type RunLengths, runLengthBox } from "./runLengthBox.ts";

const CALLER = "parseCoco";

/**
 * Parse a COCO annotation file: the boxes of any number of fields. A box is `bbox` (left, top, width, height; counted from 0), or else the
 * bounding box of `segmentation`, polygons or run lengths. Labels are the names of the categories.
 *
 * @param text - JSON with `images` and `annotations`.
 * @returns The fields in the order of `images`, each with its boxes in the order of the file, and those that are invalid, empty, duplicates
 * or crowds.
 * @throws AnnotationError if the text is not JSON, or an annotation belongs to no image.
 */
export function parseCoco(text: string): FieldBoxes[] {
  const root = rootOf(text);
  const names = new Map(recordsOf(root, "categories").map(({ id, name }) => [id, name]));
  const fields = new Map<unknown, { file: string; boxes: CropBox[]; crowds: DroppedBox[] }>();
  for (const { id, file_name } of recordsOf(root, "images")) {
    if (typeof file_name !== "string" || file_name === "") {
      throw new AnnotationError(
        CALLER,
        `image ${String(id)} has no file_name`,
        "Export the annotations again.",
      );
    }
    fields.set(id, { file: file_name, boxes: [], crowds: [] });
  }
  for (const annotation of recordsOf(root, "annotations")) {
    const field = fields.get(annotation["image_id"]);
    if (!field) {
      const name = `${String(annotation["id"])} belongs to image ${String(annotation["image_id"])}`;
      throw new AnnotationError(
        CALLER,
        `annotation ${name}, which is not listed`,
        "Export the annotations again.",
      );
    }
    const label = names.get(annotation["category_id"]);
    const box = { ...boxOf(annotation), ...(typeof label === "string" ? { label } : {}) };
    if (annotation["iscrowd"] === 1) field.crowds.push({ reason: "crowd", box });
    else field.boxes.push(box);
  }
  return [...fields.values()].map(({ file, boxes, crowds }) => {
    const checked = checkBoxes(boxes);
    return { file, boxes: checked.boxes, dropped: [...checked.dropped, ...crowds] };
  });
}

type Fields = Readonly<Record<string, unknown>>;

function rootOf(text: string): Fields {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AnnotationError(CALLER, `not JSON (${reason})`, "Export the annotations again.", { cause });
  }
  if (isRecord(root) && Array.isArray(root["images"]) && Array.isArray(root["annotations"])) return root;
  throw new AnnotationError(
    CALLER,
    "it has no lists images and annotations",
    "Give a COCO file of object detection.",
  );
}

const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function recordsOf(root: Fields, name: string): Fields[] {
  const list = root[name];
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((each) => typeof each === "number");

function boxOf({ bbox, segmentation }: Fields): CropBox {
  if (isNumbers(bbox) && bbox.length === 4) {
    const [left, top, width, height] = bbox as [number, number, number, number];
    return { left, top, width, height };
  }
  if (Array.isArray(segmentation)) return polygonBox(segmentation);
  if (isRecord(segmentation)) {
    const { counts, size } = segmentation;
    if ((typeof counts === "string" || isNumbers(counts)) && isNumbers(size)) {
      return runLengthBox({ counts, size } satisfies RunLengths);
    }
  }
  return invalidBox;
}

const invalidBox: CropBox = { left: Number.NaN, top: Number.NaN, width: Number.NaN, height: Number.NaN };

/** Return the bounding box of polygons `[x, y, x, y, …]`. */
function polygonBox(polygons: readonly unknown[]): CropBox {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygon of polygons) {
    if (!isNumbers(polygon) || polygon.length % 2 !== 0) return invalidBox;
    for (let i = 0; i < polygon.length; i += 2) {
      left = Math.min(left, polygon[i]!);
      right = Math.max(right, polygon[i]!);
      top = Math.min(top, polygon[i + 1]!);
      bottom = Math.max(bottom, polygon[i + 1]!);
    }
  }
  return left <= right ? { left, top, width: right - left, height: bottom - top } : invalidBox;
}
