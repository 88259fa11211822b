import * as onnxruntime from "onnxruntime-node";
import { expect, it } from "vitest";
import { int8Filters } from "../src/engines/int8Filters.ts";
import type { SessionRunner } from "../src/engines/nchwcBlockSize.ts";

const { Tensor, InferenceSession } = onnxruntime;

/** A processor that holds sums of two products in 16 bits: sums of pairs of bytes end at 32767. */
function saturating(channelCounts: readonly number[], greatest: number): SessionRunner {
  return {
    Tensor,
    InferenceSession: {
      create: async (bytes, options) => {
        const session = await InferenceSession.create(bytes, options);
        const run = session.run.bind(session) as (feeds: object) => ReturnType<typeof session.run>;
        session.run = async (feeds: object) => {
          const results = await run(feeds);
          const sums = results["y"]!.data as Float32Array;
          const pairs = (9 * sums.length) / 2;
          if (channelCounts.includes(sums.length))
            sums.set(sums.map((sum) => Math.min(sum, pairs * greatest)));
          return results;
        };
        return session;
      },
    },
  };
}

it("int8Filters finds what this processor can", async () => {
  const { limit, zeroPoint } = await int8Filters(onnxruntime);
  expect([126, 63]).toContain(limit);
  expect([0, 1]).toContain(zeroPoint);
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
    const { limit } = await int8Filters(onnxruntime, amx);
    expect(await int8Filters(saturating([], 32767), amx)).toEqual({ limit, zeroPoint });
  },
);

it("int8Filters says so where nothing is right", async () => {
  await expect(int8Filters(saturating([16, 18], 1000))).rejects.toThrow(
    "compile: int8 must be left out on this machine: ONNX Runtime's convolutions of eight bits give wrong sums here.",
  );
});
