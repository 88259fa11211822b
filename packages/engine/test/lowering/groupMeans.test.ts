import { expect, it } from "vitest";
import { type ChannelGroups, groupMeans } from "../../src/lowering/normalization/groupMeans.ts";
import { runModel } from "../runModel.ts";

async function means(rows: readonly (readonly number[])[], groups: ChannelGroups): Promise<number[]> {
  const shape = [rows.length, rows[0]!.length];
  const { y } = await runModel({ x: { shape, data: Float32Array.from(rows.flat()) } }, (graph) => ({
    y: { tensor: groupMeans(graph, "x", groups), shape },
  }));
  return [...y!];
}

it("groupMeans gives each channel the mean of its group", async () => {
  const rows = [
    [1, 3, 5, -2, 0, 8],
    [0, 0, 6, 1, 1, 1],
  ];
  expect(await means(rows, { channels: 6, groups: 3 })).toEqual([2, 2, 1.5, 1.5, 4, 4, 0, 0, 3.5, 3.5, 1, 1]);
});

it("groupMeans leaves zeros in channels that fill a block, whatever lies there", async () => {
  const rows = [[1, 3, 5, 7, 99, 99, 99, 99]];
  expect(await means(rows, { channels: 4, groups: 2, filled: 8 })).toEqual([2, 2, 6, 6, 0, 0, 0, 0]);
});

it("groupMeans of sums over places divides by their number too", async () => {
  expect(await means([[4, 12, 20, 0]], { channels: 4, groups: 2, places: 4 })).toEqual([2, 2, 2.5, 2.5]);
});
