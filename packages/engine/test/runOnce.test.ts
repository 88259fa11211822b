import * as onnxruntime from "onnxruntime-node";
import { expect, it, vi } from "vitest";
import { runOnce } from "../src/engines/runOnce.ts";
import { OnnxBuilder } from "../src/onnx/OnnxBuilder.ts";
import { changedRuntime } from "./changedRuntime.ts";

const builder = new OnnxBuilder(new Set(["x", "y"]));
builder.input("x", "float32", [2]);
builder.output("y", builder.op("Neg", ["x"]), "float32", [2]);
const model = builder.encode();
const feeds = { x: new onnxruntime.Tensor("float32", Float32Array.of(1, -2), [2]) };

/** Runs the model, and tells how often its session was released. */
async function released(change: Parameters<typeof changedRuntime>[0], optimize: boolean) {
  const runtime = changedRuntime(change);
  const create = vi.spyOn(runtime.InferenceSession, "create");
  const release = vi.spyOn(onnxruntime.InferenceSession.prototype, "release");
  const result = await runOnce(runtime, model, feeds, { optimize }).catch((error: unknown) => error);
  const counts = release.mock.calls.length;
  release.mockRestore();
  return { result, counts, level: create.mock.lastCall![1].graphOptimizationLevel };
}

it("runOnce gives the outputs by name, from a session that it releases", async () => {
  for (const [optimize, level] of [
    [true, undefined],
    [false, "disabled"],
  ] as const) {
    expect(await released(() => {}, optimize)).toEqual({
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
  expect(await released(failing, true)).toMatchObject({ result: error, counts: 1 });
});
