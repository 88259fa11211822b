import * as onnxruntime from "onnxruntime-node";
import { expect, it } from "vitest";
import { int8FilterLimit } from "../src/engines/int8FilterLimit.ts";
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

it("int8FilterLimit finds what this processor can", async () => {
  expect([127, 63]).toContain(await int8FilterLimit(onnxruntime));
});

it.each([16, 18])(
  "int8FilterLimit is 63 where sums of pairs end at 32767 for %i channels",
  async (channels) => {
    expect(await int8FilterLimit(saturating([channels], 32767))).toBe(63);
    expect(await int8FilterLimit(saturating([], 32767))).toBe(await int8FilterLimit(onnxruntime));
  },
);

it("int8FilterLimit says so where nothing is right", async () => {
  await expect(int8FilterLimit(saturating([16, 18], 1000))).rejects.toThrow(
    "compile: int8 must be left out on this machine: ONNX Runtime's convolutions of eight bits give wrong sums here.",
  );
});
