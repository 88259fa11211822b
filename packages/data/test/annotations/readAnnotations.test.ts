import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAnnotations, UnreadableImageError } from "../../src/node.ts";
import { put, temporaryFolder } from "../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(() => remove());

const voc = (xmin: number): string =>
  `<annotation><filename>other.jpg</filename><object><name>a</name><bndbox><xmin>${xmin}</xmin><ymin>0</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object></annotation>`;

test("readAnnotations finds fields by path, and by name if it is unique, in any Unicode form", async () => {
  await put(folder, "all/cafe\u0301.xml", voc(1));
  await put(folder, "all/boxes.csv", "image,x,y,w,h\np/1.png,0,0,1,1\nq/1.png,0,0,2,2\nq/2.png,0,0,3,3\n");
  await put(folder, "all/more.csv", "image,x,y,w,h\nq/2.jpg,0,0,3,3\nq/2.jpg,0,0,4,4\n");
  await put(folder, "all/broken.json", "{");
  const annotations = await readAnnotations(`${folder}/all`);
  const widths = (name: string): number[] | undefined =>
    annotations.of(name)?.boxes.map(({ width }) => width);
  expect(annotations.files).toBe(3);
  expect(annotations.unreadable).toMatchObject([{ reason: expect.stringContaining("not JSON") }]);
  expect(widths("caf\u00e9.tif")).toEqual([9]);
  expect(widths("q/1.tif")).toEqual([2]);
  expect(widths("2.png")).toEqual([3, 4]);
  expect(annotations.of("q/2.png")!.dropped.map(({ reason }) => reason)).toEqual(["duplicate"]);
  expect(widths("1.png")).toBeUndefined();
  expect(widths("other.jpg")).toBeUndefined();
});

test("readAnnotations reads a single file, and rejects other files and empty folders with the path", async () => {
  const file = await put(folder, "one.xml", voc(2));
  expect((await readAnnotations(file)).of("one.png")?.boxes).toHaveLength(1);
  const notes = await put(folder, "notes/readme.txt", "");
  const bad = await put(folder, "bad.csv", "a,b\n1,2");
  for (const place of [bad, `${folder}/notes`, `${folder}/none`]) {
    const error = await readAnnotations(place).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnreadableImageError);
    expect(error).toMatchObject({ path: place });
  }
  expect(notes).toContain("readme");
});

const REAL = fileURLToPath(new URL("../../../../../shared/cells/", import.meta.url));
const missing = !existsSync(REAL);
if (missing) console.log("Skipped: there is no folder shared/cells with real images beside this clone.");

describe.skipIf(missing)("real annotations", () => {
  test("blood-raw: 155 boxes of three classes in 12 fields", async () => {
    const { files, fields, unreadable } = await readAnnotations(`${REAL}blood-raw`);
    expect([files, unreadable.length]).toEqual([12, 0]);
    const boxes = fields.flatMap((field) => field.boxes);
    const dropped = fields.flatMap((field) => field.dropped);
    expect(boxes.length + dropped.length).toBe(155);
    expect([...new Set(boxes.map(({ label }) => label))].sort()).toEqual(["Platelets", "RBC", "WBC"]);
  });
});
