import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { loadOnnxRuntime } from "../src/engines/node/loadOnnxRuntime.ts";
import type { OnnxRuntime } from "../src/engines/node/OnnxRuntime.ts";
import { tryProvider } from "../src/engines/node/tryProvider.ts";
import { executionProviders } from "../src/index.ts";
import { createEngine } from "../src/node.ts";

const onnxruntime = await loadOnnxRuntime();

type Create = OnnxRuntime["InferenceSession"]["create"];

/** ONNX Runtime with provider webgpu, whose sessions are made otherwise. */
function runtimeWhose(create: (model: Uint8Array, options: object) => ReturnType<Create>): OnnxRuntime {
  const real = onnxruntime.InferenceSession.create as (
    model: Uint8Array,
    options: object,
  ) => ReturnType<Create>;
  return {
    ...onnxruntime,
    listSupportedBackends: () =>
      ["cpu", "webgpu", "cuda", "tensorrt"].map((name) => ({ name, bundled: true })),
    InferenceSession: {
      create: (model: Uint8Array, options: { executionProviders?: readonly string[] }) =>
        (options.executionProviders ? create : real)(model, { ...options, executionProviders: ["cpu"] }),
    },
  } as OnnxRuntime;
}

const failing = (message: string) => runtimeWhose(() => Promise.reject(new Error(message)));
const profiles = () => readdirSync(tmpdir()).filter((name) => name.startsWith("cellgen-provider-"));
const options = { executionProviders: ["webgpu", "cpu"] };

describe("tryProvider", () => {
  it("counts the operators of a training step that are left to the processor", async () => {
    const before = profiles();
    const onCpu = runtimeWhose(onnxruntime.InferenceSession.create as never);
    const { operators, onProcessor, difference } = await tryProvider(onCpu, "webgpu", options);
    expect(operators).toBeGreaterThan(100);
    expect(onProcessor).toBe(operators);
    expect(difference).toBe(0);
    expect(profiles()).toEqual(before);
  });

  it.each([
    ["wrong numbers", (loss: Float32Array) => loss.set([loss[0]! * 1.1]), "1e-1"],
    ["NaN", (loss: Float32Array) => loss.fill(Number.NaN), "Infinity"],
  ])("refuses a provider that computes %s", async (_, change, difference) => {
    const wrong = runtimeWhose(async (model, given) => {
      const session = await onnxruntime.InferenceSession.create(model, given);
      const run = session.run.bind(session) as (feeds: object) => ReturnType<typeof session.run>;
      session.run = async (feeds: object) => {
        const results = await run(feeds);
        change(results["loss"]!.data as Float32Array);
        return results;
      };
      return session;
    });
    await expect(tryProvider(wrong, "webgpu", options)).rejects.toThrow(
      `a relative difference of ${difference}`,
    );
  });

  it("says what is missing", async () => {
    const adapter = failing("webgpu_context.cc:136 Failed to get a WebGPU adapter: No supported adapters\n");
    await expect(tryProvider(adapter, "webgpu", options)).rejects.toThrow(
      /^onnx:webgpu needs a WebGPU adapter, but none was found\. Install .+, or use onnx\.$/,
    );
    const library = failing("OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library");
    await expect(tryProvider(library, "cuda", options)).rejects.toThrow(
      /^onnx:cuda needs an NVIDIA GPU, CUDA 12, .+, or use onnx\.$/,
    );
    await expect(tryProvider(failing("CUDA failure 100\nsomewhere"), "cuda", options)).rejects.toThrow(
      new Error("onnx:cuda does not start (CUDA failure 100). Use onnx."),
    );
    await expect(tryProvider(adapter, "coreml", options)).rejects.toThrow(
      new Error(
        `onnx:coreml is not available in ONNX Runtime for ${process.platform} ${process.arch}, which has cpu, webgpu, cuda. Use onnx.`,
      ),
    );
  });
});

describe.each(executionProviders.slice(1))("onnx:%s", (provider) => {
  it("computes what the processor does, or says in one line what is missing", async ({ skip }) => {
    const engine = await createEngine(`onnx:${provider}`).catch((error: Error) => error);
    if (engine instanceof Error) {
      expect(engine.message).toMatch(new RegExp(`^onnx:${provider} [^\n]+[Uu]se onnx\\.$`));
      skip(`this machine lacks it: ${engine.message}`);
      return;
    }
    expect(engine.name).toBe("onnx");
    expect(engine.description).toMatch(
      new RegExp(
        `^onnx:${provider}: ONNX Runtime .+, \\d+ of \\d+ operators of a small training step run on the CPU, maximum difference \\d+e-\\d, .*plain operators$`,
      ),
    );
    const signature = { x: { shape: [2, 3], dtype: "float32" } } as const;
    const fn = ({ x }: Readonly<Record<string, tf.Tensor>>) => ({ y: tf.grad((z) => tf.sum(tf.exp(z)))(x!) });
    const run = await engine.compile(fn, signature);
    const { y } = await run({ x: Float32Array.of(0, 1, 2, 3, -1, -2) });
    for (const [i, x] of [0, 1, 2, 3, -1, -2].entries()) expect(y![i]! / Math.exp(x)).toBeCloseTo(1, 4);
    await expect(engine.compile(fn, signature, { int8: { calibration: [] } })).rejects.toThrow(
      new RangeError(
        `compile: int8 must be omitted for onnx:${provider}, which supports only float32. Use engine onnx.`,
      ),
    );
    await engine.dispose();
  }, 120_000);
});
