import { expect, it } from "vitest";
import { int8Filters } from "../../../src/engines/onnx/int8Filters.ts";
import type { SessionRunner } from "../../../src/engines/onnx/runOnce.ts";
import { changedRuntime } from "../../changedRuntime.ts";

/** A processor that holds sums of two products in 16 bits: sums of pairs of bytes end at 32767. */
const saturating = (channelCounts: readonly number[], greatest: number): SessionRunner =>
  changedRuntime(({ y: sums }) => {
    const pairs = (9 * sums!.length) / 2;
    if (channelCounts.includes(sums!.length)) sums!.set(sums!.map((sum) => Math.min(sum, pairs * greatest)));
  });

/** A processor that adds up as if the greatest number of a filter were this one. */
const addingUp = (greatest: number): SessionRunner =>
  changedRuntime(({ y: sums }) => sums!.fill(9 * sums!.length * 255 * greatest));

it.each([126, 63])("int8Filters end at %i where that gives the right sums", async (limit) => {
  expect(await int8Filters(addingUp(limit), false)).toEqual({ limit, zeroPoint: 0 });
  expect(await int8Filters(addingUp(limit), true)).toEqual({ limit, zeroPoint: 1 });
});

it.each([
  [16, true],
  [16, false],
  [18, true],
  [18, false],
])(
  "int8Filters end at 63 where sums of pairs end at 32767 for %i channels, AMX: %s",
  async (channels, amx) => {
    const zeroPoint = amx ? 1 : 0;
    expect(await int8Filters(saturating([channels], 32767), amx)).toEqual({ limit: 63, zeroPoint });
  },
);

it("int8Filters says so where nothing is right", async () => {
  await expect(int8Filters(saturating([16, 18], 1000), false)).rejects.toThrow(
    "compile: int8 must be omitted on this machine, where ONNX Runtime's int8 convolutions return incorrect sums. Use float32.",
  );
});
