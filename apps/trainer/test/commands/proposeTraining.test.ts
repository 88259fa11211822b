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

test("proposeTraining takes the size of cells, and scales larger ones to 64 in multiples of 8", () => {
  expect(commandOf(summary(72, 72))).toBe("--data cells --out runs/cells --size 64");
  expect(commandOf(summary(28, 28))).toMatch(/--size 28$/);
  expect(commandOf(summary(31, 33))).toMatch(/--size 31$/);
  expect(commandOf(summary(5, 5))).toMatch(/--size 8$/);
  expect(commandOf(summary(100, 70))).toMatch(/--size 88x64$/);
  expect(commandOf(summary(40, 100))).toBe("--data cells --out runs/cells --size 40x100");
});

test("proposeTraining crops fields at random, or cuts cells by masks first", () => {
  expect(commandOf(summary(1024, 768))).toContain("--size 64 --crop 128");
  const found = {
    input: "a/cells/images",
    by: { masks: "a/cells/masks" },
    fields: 3,
    files: 4,
    classes: [],
  };
  const { crop, train, reasons } = proposeTraining("a/cells/", summary(512, 512), none, { cells: found });
  expect(crop).toMatch(
    /data crop --input a\/cells\/images --masks a\/cells\/masks --size 64 --out cells-cells$/,
  );
  expect(train).toMatch(/train --data cells-cells --out runs\/cells --size 64$/);
  expect(reasons[0]).toBe(
    "The images are fields, and 3 of 4 have masks in a/cells/masks: cut the cells first.",
  );
  const boxes = { input: "f", by: { boxes: "f" }, fields: 4, files: 4, classes: [10, 200] };
  const byBoxes = proposeTraining("f", summary(512, 512), none, { cells: boxes });
  expect(byBoxes.crop).toMatch(/data crop --input f --boxes f --size 64 --scale fit --out f-cells$/);
  expect(byBoxes.train).toMatch(/train --data f-cells --out runs\/cells --size 64 --class-conditional$/);
  const few = proposeTraining("f", summary(512, 512), none, { cells: { ...boxes, classes: [9, 200] } });
  expect(few.train).toMatch(/--size 64$/);
  expect(few.reasons).toContain("A class has fewer than 10 images: train without classes, or add images.");
  // Single cells with masks need no crops.
  expect(proposeTraining("f", summary(64, 64), none, { cells: boxes })).not.toHaveProperty("crop");
});

test("proposeTraining warns about few fields", () => {
  const warningsOf = (count: number) =>
    proposeTraining("cells", summary(1024, 768, { count }), none).reasons.filter((text) =>
      /^Only/.test(text),
    );
  expect(warningsOf(2)).toEqual([expect.stringMatching(/^Only 2 fields: .* fewer than 20\./)]);
  expect(warningsOf(1)).toEqual([expect.stringMatching(/^Only 1 field:/)]);
  expect(warningsOf(20)).toEqual([]);
});

test("proposeTraining trains with classes of at least 10 images, and warns of few images", () => {
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
  expect(reasons.join(" ")).toMatch(/Only 50 images.*--range group.*Remove equal images/);
});

test("proposeTraining scales images of single large cells, and crops smaller fields of many cells", () => {
  const proposalOf = (side: number, centeredShare: number, median: number) =>
    proposeTraining("cells", summary(side, side), { ...none, objects: { centeredShare, median } });
  expect(proposalOf(360, 0.8, 1).train).toMatch(/--size 64$/);
  expect(proposalOf(360, 0.8, 1).reasons[0]).toContain("one large object in the middle");
  expect(proposalOf(360, 0.5, 1).train).toMatch(/--size 64 --crop 128$/);
  expect(proposalOf(256, 0.1, 2).train).toMatch(/--size 64$/);
  expect(proposalOf(256, 0.1, 9).train).toMatch(/--size 64 --crop 128$/);
  expect(proposalOf(128, 0.1, 9).train).toMatch(/--size 64$/);
});

test("proposeTraining maps each group by its range if the images differ in brightness and have groups", () => {
  const uneven = [{ code: "uneven-images", ratio: 30 }] as const;
  const { train, reasons } = proposeTraining("cells", summary(64, 64), none, {
    groupColumn: "slide",
    rangeWarnings: uneven,
  });
  expect(train).toMatch(/--size 64 --range group$/);
  expect(reasons[0]).toContain("index.csv has the column slide: --range group");
  const others = [{ rangeWarnings: uneven }, { groupColumn: "slide" }];
  for (const facts of others)
    expect(proposeTraining("cells", summary(64, 64), none, facts).train).toMatch(/--size 64$/);
});

test("proposeTraining repeats the selection of channels and planes, and the index", () => {
  const facts = { selection: { selectChannels: "0,2", z: "mean" }, index: "cells.csv" };
  expect(proposeTraining("cells", summary(64, 64), none, facts).train).toMatch(
    /--data cells --index cells\.csv --select-channels 0,2 --z mean --out runs\/cells --size 64$/,
  );
});

test("proposeTraining names pixel sizes that differ, with the command that resamples the images", () => {
  const reasonsOf = (...sizes: (number | undefined)[]) => {
    const pixelSizes = sizes.map((micrometres) => ({ micrometres, count: 4 }));
    return proposeTraining("cells", summary(64, 64), { ...none, pixelSizes }).reasons.join(" ");
  };
  expect(reasonsOf(0.65, 0.325)).toMatch(/0\.325 to 0\.65 micrometers.*data crop --pixel-size 0\.65um\./);
  expect(reasonsOf(0.65, 0.651, undefined)).not.toContain("pixel size");
});
