import { expect, test } from "vitest";
import { doubtLines, doubtTable } from "../src/commands/denoise/denoiseWarnings.ts";

type Doubtable = Parameters<typeof doubtLines>[0][number];

function image(name: string, warnings: readonly string[]): Doubtable {
  return { file: { path: `/cells/${name}`, name, width: 16, height: 16, bitDepth: 8 }, warnings };
}

test("all doubts about an image are told in the table, the first in a line", () => {
  const images = [image("a.png", ["A blur is better.", "It is weak."]), image("b.png", [])];
  expect(doubtLines(images)).toEqual(["a.png: A blur is better."]);
  expect(doubtTable(images)).toMatchObject([
    { caption: "About 1 of 2 images.", rows: [["a.png", "A blur is better. It is weak."]] },
  ]);
});

test("without doubts there are no lines and no table", () => {
  expect(doubtLines([image("a.png", [])])).toEqual([]);
  expect(doubtTable([image("a.png", [])])).toEqual([]);
});

test("of many doubtful images five are named and the others counted; the table ends after fifty", () => {
  const images = Array.from({ length: 60 }, (_, i) => image(`${i}.png`, ["It is weak."]));
  const lines = doubtLines([...images, image("fine.png", [])]);
  expect(lines).toHaveLength(6);
  expect(lines[5]).toBe(
    "There are such doubts about 60 of 61 images; they stand under Doubts in the report.",
  );
  const [table] = doubtTable(images);
  expect(table).toMatchObject({
    caption: "The first 50 of 60 images with doubts; all are in denoise.json.",
  });
  expect(table?.kind === "table" && table.rows).toHaveLength(50);
});
