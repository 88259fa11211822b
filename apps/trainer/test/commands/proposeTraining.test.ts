import type { FolderSummary } from "@cellgen/data/node";
import { expect, test } from "vitest";
import { proposeTraining } from "../../src/commands/data/inspect/proposeTraining.ts";

const spread = (median: number) => ({ min: median, median, max: median });
const summary = (width: number, height: number, changes: Partial<FolderSummary> = {}): FolderSummary => ({
  count: 500,
  classes: [],
  width: spread(width),
  height: spread(height),
  sizes: [],
  channels: [{ channels: 1, count: 500 }],
  pixelTypes: [],
  values: { min: 0, max: 255, mean: 90 },
  transparent: 0,
  notes: [],
  unreadable: [],
  skippedFolders: [],
  ...changes,
});
const none = { blank: [], duplicates: [] };
const commandOf = (given: FolderSummary) =>
  proposeTraining("cells", given, none).train.replace(/^.*train /, "");

test("proposeTraining takes the size of cells, up to 64, in multiples of 8", () => {
  expect(commandOf(summary(72, 72))).toBe("--data cells --out runs/cells --size 64");
  expect(commandOf(summary(31, 33))).toMatch(/--size 24$/);
  expect(commandOf(summary(40, 100))).toBe("--data cells --out runs/cells --size 40x96");
});

test("proposeTraining crops fields at random, or cuts cells by masks first", () => {
  expect(commandOf(summary(1024, 768))).toContain("--size 64 --crop 128");
  const { crop, train } = proposeTraining("a/cells/", summary(512, 512, { skippedFolders: ["masks"] }), none);
  expect(crop).toMatch(
    /data crop --input a\/cells\/ --masks a\/cells\/masks --size 64 --out a\/cells-cells$/,
  );
  expect(train).toContain("--data a/cells-cells");
});

test("proposeTraining trains with classes of at least 10 images, and names doubts", () => {
  const classes = [
    { name: "red", count: 400 },
    { name: "white", count: 9 },
  ];
  expect(commandOf(summary(64, 64, { classes }))).not.toContain("--class-conditional");
  const enough = [classes[0]!, { name: "white", count: 10 }];
  expect(commandOf(summary(64, 64, { classes: enough }))).toContain("--class-conditional");
  const { reasons } = proposeTraining("cells", summary(64, 64, { count: 50 }), {
    blank: new Array<string>(20).fill("a.png"),
    duplicates: [["a.png", "b.png"]],
  });
  expect(reasons.join(" ")).toMatch(/50 images are few.*--range group.*Remove equal images/);
});
