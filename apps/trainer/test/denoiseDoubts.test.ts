import type { ResidualCheck } from "@cellgen/pipelines";
import { expect, test } from "vitest";
import { doubtLines, doubtsAbout, doubtTable } from "../src/commands/denoise/denoiseWarnings.ts";
import { looksClean } from "../src/commands/denoise/looksClean.ts";

type Doubtable = Parameters<typeof doubtLines>[0][number];

/** An image with a doubt of each kind, or with those that are given. */
function image(
  name: string,
  residual: readonly string[],
  { isBelowModel = false, blur = "", looksClean = false } = {},
): Doubtable {
  const file = { path: `/cells/${name}`, name, width: 16, height: 16, bitDepth: 8 } as const;
  const scale = { to: same, back: same, range: [0, 255], photon: undefined, notes: [] } as const;
  const check: ResidualCheck = { mean: 0, std: 1, expected: 1, structure: 1, doubts: residual };
  return {
    file,
    noisy: { sigma: 9, noise: 0.1, scale, white: 255, cutOff: 0, doubts: [], notes: [] },
    fields: [{ timestep: 9, timestepNoise: 0.1, isBelowModel, calls: 1, residual: check }],
    besideBlur: [{ model: 1, blur: 1, doubt: blur || undefined }],
    looksClean,
  };
}
const same = (values: Float64Array): Float64Array => values;

test("all doubts about an image are told in the table, the first in a line", () => {
  const images = [image("a.png", ["It is weak."], { blur: "A blur is better." }), image("b.png", [])];
  expect(doubtsAbout(images[0]!)).toEqual(["A blur is better.", "It is weak."]);
  expect(doubtLines(images)).toEqual(["a.png: A blur is better."]);
  expect(doubtTable(images)).toMatchObject([
    { caption: "About 1 of 2 images.", rows: [["a.png", "A blur is better. It is weak."]] },
  ]);
});

test("an image of less noise than the model can tell, or of none, is not doubted, and without doubts there is no table", () => {
  const images = [
    image("a.png", ["It is weak."], { isBelowModel: true }),
    image("b.png", ["It is weak."], { looksClean: true }),
  ];
  expect(doubtLines(images)).toEqual([]);
  expect(doubtTable(images)).toEqual([]);
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

test("an image looks clean where a model that knows it takes away less than half of what was found as noise", () => {
  const of = (std: number, doubts: readonly (string | undefined)[]) => {
    const { fields } = image("a.png", []);
    const residual = { ...fields[0]!.residual, std };
    return looksClean(0.1, {
      fields: [{ ...fields[0]!, residual }],
      besideBlur: doubts.map((doubt) => ({ model: 1, blur: 1, doubt })),
    });
  };
  expect(of(0.04, [undefined])).toBe(true);
  expect(of(0.06, [undefined])).toBe(false);
  // Who does not know an image may leave its noise in.
  expect(of(0.04, ["A blur is better."])).toBe(false);
  expect(of(0.04, [])).toBe(false);
});
