import { expect, it } from "vitest";
import * as api from "../src/index.ts";
import * as node from "../src/node.ts";

it("the public API of @cellgen/data", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "CELL_CLASSES",
      "arrayBatches",
      "augment",
      "bitDepthOf",
      "drawSymmetry",
      "fromUnitRange",
      "lanczosTaps",
      "luminance",
      "stackImages",
      "synthesizeCell",
      "toUnitRange",
    ]
  `);
});
it("the public API of @cellgen/data/node", () => {
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "IMAGE_EXTENSIONS",
      "UnreadableImageError",
      "encodePng",
      "folderBatches",
      "folderSummary",
      "readImage",
      "scanImageFolder",
      "writePng",
    ]
  `);
});
