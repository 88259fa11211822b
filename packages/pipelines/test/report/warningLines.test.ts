import { expect, test } from "vitest";
import { warningLines, warningTable } from "../../src/report/warningLines.ts";

type Warned = Parameters<typeof warningLines>[0][number];

function image(name: string, warnings: readonly string[]): Warned {
  return { name, warnings };
}

test("all warnings about an image are listed in the table, the first is printed", () => {
  const images = [image("a.png", ["A blur is better.", "It is weak."]), image("b.png", [])];
  expect(warningLines(images)).toEqual(["a.png: A blur is better."]);
  expect(warningTable(images, "denoise.json")).toMatchObject([
    { caption: "For 1 of 2 images.", rows: [["a.png", "A blur is better. It is weak."]] },
  ]);
});

test("without warnings there are no lines and no table", () => {
  expect(warningLines([image("a.png", [])])).toEqual([]);
  expect(warningTable([image("a.png", [])], undefined)).toEqual([]);
});

test("of many images with warnings five are named and the others counted; the table ends after fifty", () => {
  const images = Array.from({ length: 60 }, (_, i) => image(`${i}.png`, ["It is weak."]));
  const lines = warningLines([...images, image("fine.png", [])]);
  expect(lines).toHaveLength(6);
  expect(lines[5]).toBe("60 of 61 images have such warnings, listed under Warnings in the report.");
  const [table] = warningTable(images, "denoise.json");
  expect(table).toMatchObject({
    caption: "The first 50 of 60 images with warnings; all are in denoise.json.",
  });
  expect(table?.kind === "table" && table.rows).toHaveLength(50);
});
