import * as onnxruntime from "@cellgen/onnxruntime";
import { expect, it } from "vitest";
import { asWritten, runOnce } from "../../../src/engines/onnx/runOnce.ts";
import { OnnxBuilder } from "../../../src/onnx/OnnxBuilder.ts";
import { changedRuntime } from "../../changedRuntime.ts";

const builder = new OnnxBuilder(new Set(["x", "y"]));
builder.input("x", "float32", [2]);
builder.output("y", builder.op("Neg", ["x"]), "float32", [2]);
const model = builder.encode();
const feeds = { x: new onnxruntime.Tensor("float32", Float32Array.of(1, -2), [2]) };

/** Runs the model, and tells how often its session was released. */
async function released(
  change: Parameters<typeof changedRuntime>[0],
  given?: onnxruntime.InferenceSession.SessionOptions,
) {
  const { Tensor, InferenceSession } = changedRuntime(change);
  let counts = 0;
  let level: string | undefined;
  const create: typeof InferenceSession.create = async (bytes, options) => {
    const session = await InferenceSession.create(bytes, options);
    level = options.graphOptimizationLevel;
    const release = session.release.bind(session);
    session.release = () => {
      counts++;
      return release();
    };
    return session;
  };
  const runtime = { Tensor, InferenceSession: { create } };
  const result = await runOnce(runtime, model, feeds, given).catch((error: unknown) => error);
  return { result, counts, level };
}

it("runOnce gives the outputs by name, from a session that it releases", async () => {
  for (const [options, level] of [
    [undefined, undefined],
    [asWritten, "disabled"],
  ] as const) {
    expect(await released(() => {}, options)).toEqual({
      result: { y: Float32Array.of(-1, 2) },
      counts: 1,
      level,
    });
  }
});

it("runOnce releases the session of a run that fails too", async () => {
  const error = new Error("out of memory");
  const failing = () => {
    throw error;
  };
  expect(await released(failing)).toMatchObject({ result: error, counts: 1 });
});
