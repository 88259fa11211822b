import { expect, it } from "vitest";
import { BlockBuilder } from "../../src/lowering/blocks/BlockBuilder.ts";
import { deinterleave, interleave, quartersOf } from "../../src/lowering/blocks/interleave.ts";
import { runModel } from "../runModel.ts";

const [n, h, w, size] = [2, 3, 5, 8];
/** Eleven channels fill two blocks. */
const [c, blocksOfChannels] = [11, 2];
const quarterShape = [n, 16, h, w];
const wholeShape = [n, 16, 2 * h, 2 * w];

/** Where a number lies in an image in blocks, [n, blocks, rows, columns, B], of these rows and columns. */
const placeOf =
  (rows: number, columns: number) => (sample: number, block: number, y: number, x: number, lane: number) =>
    (((sample * blocksOfChannels + block) * rows + y) * columns + x) * size + lane;

/** The large image, whose numbers count up, and the four whose rows and columns of each parity it has. */
const whole = Float32Array.from({ length: n * 16 * 4 * h * w }, (_, i) => i);
const quarters = quartersOf((row, column) => `quarter ${row}${column}`);
const expected = Object.fromEntries(
  [0, 1].flatMap((row) =>
    [0, 1].map((column) => {
      const data = new Float32Array(n * 16 * h * w);
      for (let sample = 0; sample < n; sample++)
        for (let block = 0; block < blocksOfChannels; block++)
          for (let y = 0; y < h; y++)
            for (let x = 0; x < w; x++)
              for (let lane = 0; lane < size; lane++)
                data[placeOf(h, w)(sample, block, y, x, lane)] =
                  whole[placeOf(2 * h, 2 * w)(sample, block, 2 * y + row, 2 * x + column, lane)]!;
      return [`quarter ${row}${column}`, data] as const;
    }),
  ),
);

it("quartersOf asks for each parity once, as [row][column]", () => {
  expect(quarters).toEqual([
    ["quarter 00", "quarter 01"],
    ["quarter 10", "quarter 11"],
  ]);
});

it("interleave puts the four images into the rows and columns of their parities", async () => {
  const given = Object.entries(expected).map(([name, data]) => [name, { shape: quarterShape, data }]);
  const { y } = await runModel(Object.fromEntries(given), (graph) => ({
    y: { tensor: interleave(new BlockBuilder(graph, size), quarters, [n, h, w, c]), shape: wholeShape },
  }));
  expect(y).toEqual(whole);
});

it("deinterleave takes them out again", async () => {
  const results = await runModel({ x: { shape: wholeShape, data: whole } }, (graph) => {
    const parts = deinterleave(new BlockBuilder(graph, size), "x", [n, h, w, c]);
    return Object.fromEntries(
      parts.flatMap((pair, row) =>
        pair.map((tensor, column) => [`quarter ${row}${column}`, { tensor, shape: quarterShape }] as const),
      ),
    );
  });
  expect(results).toEqual(expected);
});
