import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { env, InferenceSession, listSupportedBackends, Tensor } from "../src/index.ts";
import { tinyModel } from "./tinyModel.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cellgen-onnxruntime-"));
});
afterAll(() => rm(folder, { recursive: true }));

const x = () => new Tensor("float32", Float32Array.of(1, -2, 3, 6, 5, 4), [2, 3]);

describe("a session", () => {
  it("computes outputs from tensors, which are of the class that this package exports", async () => {
    const session = await InferenceSession.create(tinyModel());
    const { y, index } = await session.run({ x: x() });
    expect(y).toBeInstanceOf(Tensor);
    expect(y!.dims).toEqual([2, 3]);
    expect(y!.data).toEqual(Float32Array.of(-1, 2, -3, -6, -5, -4));
    expect(index!.data).toEqual(BigInt64Array.of(2n, 0n));
    await session.release();
  });

  it("writes outputs into given arrays", async () => {
    const session = await InferenceSession.create(tinyModel());
    const data = new Float32Array(6);
    await session.run({ x: x() }, { y: new Tensor("float32", data, [2, 3]) });
    expect(data).toEqual(Float32Array.of(-1, 2, -3, -6, -5, -4));
    await session.release();
  });

  it("describes inputs and outputs, unknown sizes by their name", async () => {
    const session = await InferenceSession.create(tinyModel());
    expect(session.inputNames).toEqual(["x"]);
    expect(session.outputNames).toEqual(["y", "index"]);
    expect(session.inputMetadata).toEqual([
      { name: "x", isTensor: true, type: "float32", shape: ["rows", 3] },
    ]);
    expect(session.outputMetadata[1]).toEqual({
      name: "index",
      isTensor: true,
      type: "int64",
      shape: ["rows", 1],
    });
    await session.release();
  });

  it("reads a model from a part of a buffer and from a file", async () => {
    const model = tinyModel();
    const padded = new Uint8Array(model.length + 7);
    padded.set(model, 7);
    const file = join(folder, "tiny.onnx");
    await writeFile(file, model);
    for (const given of [padded.subarray(7), file]) {
      const session = await InferenceSession.create(given as Uint8Array);
      expect((await session.run({ x: x() }, ["y"]))["y"]!.data[0]).toBe(-1);
      await session.release();
    }
  });

  it("takes options of sessions: threads, spinning, a profile", async () => {
    const session = await InferenceSession.create(tinyModel(), {
      executionProviders: ["cpu"],
      intraOpNumThreads: 2,
      enableMemPattern: false,
      enableProfiling: true,
      profileFilePrefix: join(folder, "profile"),
      extra: { session: { intra_op: { allow_spinning: "0" } } },
    });
    await session.run({ x: x() });
    session.endProfiling();
    await session.release();
    expect((await readdir(folder)).filter((name) => name.startsWith("profile"))).toHaveLength(1);
  });

  it("rejects what is no model, inputs that do not fit, and runs after its release", async () => {
    await expect(InferenceSession.create(Uint8Array.of(1, 2, 3))).rejects.toThrow(/model|protobuf/i);
    const session = await InferenceSession.create(tinyModel());
    await expect(session.run({ x: new Tensor("float32", [1, 2], [1, 2]) })).rejects.toThrow(/dimension/i);
    await expect(session.run({})).rejects.toThrow(/'x'/);
    await session.release();
    await expect(session.run({ x: x() })).rejects.toThrow();
  });
});

it("providers are those whose libraries are installed: without CUDA's and DirectML's", () => {
  const providers: Record<string, string[]> = {
    "darwin-arm64": ["cpu", "coreml", "webgpu"],
    "linux-arm64": ["cpu"],
    "linux-x64": ["cpu", "webgpu"],
    "win32-arm64": ["cpu", "webgpu"],
    "win32-x64": ["cpu", "webgpu"],
  };
  expect(
    listSupportedBackends()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(providers[`${process.platform}-${process.arch}`]);
});

it("the version is the one of the package that the binaries come from", () => {
  const { version } = createRequire(import.meta.url)("onnxruntime-node/package.json") as { version: string };
  expect(env.versions.node).toBe(version);
});

it("a second copy of the module shares onnxruntime-common with the first", async () => {
  vi.resetModules();
  const second = await import("../src/index.ts");
  const session = await second.InferenceSession.create(tinyModel());
  expect((await session.run({ x: x() }))["y"]).toBeInstanceOf(Tensor);
  await session.release();
});
