import * as onnxruntime from "onnxruntime-node";
import { expect, it } from "vitest";
import { nchwcBlockSize, type SessionRunner } from "../src/engines/nchwcBlockSize.ts";

const { Tensor, InferenceSession } = onnxruntime;

/** ONNX Runtime whose results are changed. */
function changed(change: (data: Float32Array) => void): SessionRunner {
  return {
    Tensor,
    InferenceSession: {
      create: async (model, options) => {
        const session = await InferenceSession.create(model, options);
        const run = session.run.bind(session) as (feeds: object) => ReturnType<typeof session.run>;
        session.run = async (feeds: object) => {
          const results = await run(feeds);
          for (const result of Object.values(results)) change(result.data as Float32Array);
          return results;
        };
        return session;
      },
    },
  };
}

it("finds blocks of 8 or 16 channels, or none on processors without", async () => {
  expect([8, 16, undefined]).toContain(await nchwcBlockSize(onnxruntime));
});

it("finds none if the operators are missing", async () => {
  const create = () => Promise.reject(new Error("ReorderInput is not a registered function"));
  expect(await nchwcBlockSize({ Tensor, InferenceSession: { create } })).toBeUndefined();
});

it("finds none if blocks are of single channels", async () => {
  const unblocked = changed((data) => data.set(Float32Array.from(data, (_, i) => i)));
  expect(await nchwcBlockSize(unblocked)).toBeUndefined();
});

it("finds none if gradients differ", async () => {
  let sessions = 0;
  const wrong = changed((data) => {
    sessions++;
    if (sessions === 3) data[5]! += 1e-3;
  });
  expect(await nchwcBlockSize(wrong)).toBeUndefined();
});
