import { InferenceSession } from "@cellgen/onnxruntime";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { physicalCores } from "../src/engines/node/physicalCores.ts";
import { type EngineOptions, engineNames } from "../src/index.ts";

afterEach(() => {
  vi.doUnmock("@cellgen/onnxruntime");
  vi.doUnmock("@tensorflow/tfjs-backend-wasm");
  vi.resetModules();
});

/** This package, loaded anew where the given modules cannot be. */
async function without(...missing: readonly string[]): Promise<typeof import("../src/node.ts")> {
  vi.resetModules();
  for (const name of missing) {
    vi.doMock(name, () => {
      throw new Error(`Cannot find package '${name}'\nimported from here`);
    });
  }
  return import("../src/node.ts");
}

describe("createEngine", () => {
  it("takes onnx by itself, and says what it is and why", async () => {
    const { createEngine } = await without();
    const engine = await createEngine();
    expect(engine.name).toBe("onnx");
    expect(engine.description).toMatch(
      /^onnx: ONNX Runtime 1\.\d+\.\d+ on the CPU, \d+ threads?, (blocks of \d+ channels|plain operators) \(the fastest here\)$/,
    );
    expect((await createEngine("auto")).name).toBe("onnx");
  });

  it("takes the engine that is asked for", async () => {
    const { createEngine } = await without();
    for (const name of ["onnx", "wasm", "cpu"] as const) {
      const engine = await createEngine(name);
      expect(engine.name).toBe(name);
      expect(engine.description).toMatch(new RegExp(`^${name}: `));
    }
    expect((await createEngine("onnx:cpu")).name).toBe("onnx");
  });

  it.each([
    ["tensorflow", "ERR_ENGINE_NOT_INSTALLED", "npm install @tensorflow/tfjs-node@4.22.0"],
    ["webgpu", "ERR_ENGINE_NOT_USABLE", "Use onnx:webgpu"],
    ["webgl", "ERR_ENGINE_NOT_USABLE", "Use onnx."],
  ] as const)("says what is missing for %s", async (name, code, remedy) => {
    const { createEngine } = await without();
    await expect(createEngine(name)).rejects.toMatchObject({
      name: "EngineUnavailableError",
      engine: name,
      code,
      message: expect.stringContaining(remedy),
    });
  });

  it("takes wasm where ONNX Runtime does not load, saying what to install", async () => {
    const { createEngine } = await without("@cellgen/onnxruntime");
    const engine = await createEngine();
    expect(engine.name).toBe("wasm");
    expect(engine.description).toMatch(
      /one thread, operation by operation \(onnx: @cellgen\/onnxruntime does not load \(.+\)\. Install it: npm install @cellgen\/onnxruntime; tensorflow: .+ is not installed\. .+\)$/,
    );
    expect(engine.description).not.toContain("\n");
    const run = await engine.compile(({ x }) => ({ y: tf.square(x!) }), {
      x: { shape: [1], dtype: "float32" },
    });
    expect(await run({ x: Float32Array.of(3) })).toEqual({ y: Float32Array.of(9) });
  });

  it("takes cpu where nothing else loads", async () => {
    const { createEngine } = await without("@cellgen/onnxruntime", "@tensorflow/tfjs-backend-wasm");
    const engine = await createEngine();
    expect(engine.name).toBe("cpu");
    expect(engine.description).toMatch(/\(onnx: .+; tensorflow: .+; wasm: .+\)$/);
  });

  it("says what to install when the engine that is asked for does not load", async () => {
    const { createEngine } = await without("@cellgen/onnxruntime");
    await expect(createEngine("onnx")).rejects.toThrow("Install it: npm install @cellgen/onnxruntime");
  });

  it.each(["1.20.1", "1.9.0", "0.99.0", undefined])("refuses ONNX Runtime %s as too old", async (version) => {
    vi.resetModules();
    const env = { versions: version === undefined ? {} : { node: version } };
    vi.doMock("@cellgen/onnxruntime", () => ({ env }));
    const { createEngine } = await import("../src/node.ts");
    const got = version ?? "an unknown version";
    await expect(createEngine("onnx")).rejects.toMatchObject({
      name: "EngineUnavailableError",
      engine: "onnx",
      code: "ERR_ENGINE_NOT_USABLE",
      message: expect.stringContaining(
        `1.30 or newer, got ${got}. Install it: npm install @cellgen/onnxruntime`,
      ),
    });
  });

  it("rejects other names", async () => {
    const { createEngine } = await without();
    const create = createEngine as (name: unknown) => Promise<unknown>;
    const others = [
      "cuda",
      "constructor",
      "onnx:",
      "onnx:tpu",
      "onnx:cpu:cpu",
      "wasm:cpu",
      "wasm:",
      "",
      null,
      5,
    ];
    for (const name of others) {
      await expect(create(name)).rejects.toThrow(
        new RangeError(
          `createEngine: name must be auto, onnx, tensorflow, webgpu, webgl, wasm, cpu, or onnx: followed by one of cpu, webgpu, cuda, coreml, dml, got ${JSON.stringify(name)}.`,
        ),
      );
    }
  });

  it("takes as many threads as it is told, sharing cores or not, with blocks or without", async () => {
    const { createEngine } = await without();
    const create = vi.spyOn(InferenceSession, "create");
    /** What the runtime is told for a convolution of 32 channels, and what the engine says of itself. */
    const told = async (options: EngineOptions) => {
      const engine = await createEngine("auto", options);
      const run = await engine.compile(
        ({ x, filter }) => ({ y: tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same") }),
        {
          x: { shape: [1, 1, 1, 32], dtype: "float32" },
          filter: { shape: [1, 1, 32, 32], dtype: "float32" },
        },
      );
      const call: readonly unknown[] = create.mock.lastCall!;
      const model = call[0] as Uint8Array;
      const session = call[1] as InferenceSession.SessionOptions;
      const { y } = await run({ x: new Float32Array(32).fill(1), filter: new Float32Array(1024).fill(1) });
      expect(y).toEqual(new Float32Array(32).fill(32));
      await engine.dispose();
      const { intra_op: waiting } = session.extra!["session"] as Record<string, unknown>;
      const blocks = Buffer.from(model).includes(".nchwc");
      return { threads: session.intraOpNumThreads, waiting, description: engine.description, blocks };
    };
    const usual = await told({});
    expect(usual.threads).toBe(physicalCores());
    expect(usual.waiting).toEqual({ spin_duration_us: "1000" });
    expect(usual.blocks).toBe(usual.description.includes("blocks of"));

    const one = await told({ threads: 1 });
    expect(one.threads).toBe(1);
    expect(one.description).toContain(" on the CPU, 1 thread, ");

    const sharing = await told({ threads: 3, shareCores: true });
    expect(sharing.threads).toBe(3);
    expect(sharing.waiting).toEqual({ allow_spinning: "0" });
    expect(sharing.description).toContain(" on the CPU, 3 threads, shared cores, ");

    const plain = await told({ blocks: false });
    expect(plain.description).toContain(", plain operators (");
    expect(plain.blocks).toBe(false);
    create.mockRestore();
  });

  it("frees what it has compiled, even if one of the functions cannot be freed, and says so", async () => {
    const { createEngine } = await without();
    const engine = await createEngine("onnx");
    const create = vi.spyOn(InferenceSession, "create");
    const compile = (): ReturnType<typeof engine.compile> =>
      engine.compile(({ x }) => ({ y: tf.square(x!) }), { x: { shape: [1], dtype: "float32" } });
    const runs = [await compile(), await compile(), await compile()];
    const sessions = await Promise.all(create.mock.results.map(({ value }) => value as InferenceSession));
    create.mockRestore();
    const releases = sessions.map((session) => vi.spyOn(session, "release"));
    releases[1]!.mockRejectedValue(new Error("it is stuck"));
    await runs[0]!.dispose();
    await expect(engine.dispose()).rejects.toThrow("it is stuck");
    expect(releases.map((release) => release.mock.calls.length)).toEqual([1, 1, 1]);
    await expect(runs[2]!({ x: Float32Array.of(1) })).rejects.toThrow("must not be called after dispose");
    await engine.dispose();
    expect(releases.map((release) => release.mock.calls.length)).toEqual([1, 1, 1]);
  });

  it("compiles nothing after it was disposed of, nor what it was compiling then", async () => {
    const { createEngine } = await without();
    for (const name of ["onnx", "wasm", "cpu"] as const) {
      const engine = await createEngine(name);
      const compile = () =>
        engine.compile(({ x }) => ({ y: tf.square(x!) }), { x: { shape: [1], dtype: "float32" } });
      const compiling = compile().catch((error: unknown) => error);
      await engine.dispose();
      const refusal = new Error(
        "compile: must not be called after dispose. Create another engine with createEngine.",
      );
      expect(await compiling).toEqual(refusal);
      await expect(compile()).rejects.toThrow(refusal);
    }
  });

  it.each([0, -1, 2.5, 1025, Number.NaN, "2"])("rejects %o threads", async (threads) => {
    const { createEngine } = await without();
    for (const name of ["auto", "onnx", "cpu"] as const) {
      await expect(createEngine(name, { threads: threads as number })).rejects.toThrow(
        new RangeError(
          `createEngine: threads must be a whole number from 1 to 1024, got ${threads}. Omit it to use one thread per physical core.`,
        ),
      );
    }
  });

  it("takes the engines of one thread whatever threads are asked for", async () => {
    const { createEngine } = await without();
    const options = { threads: 2, shareCores: true, blocks: false };
    for (const name of ["wasm", "cpu"] as const) {
      expect((await createEngine(name, options)).description).toBe((await createEngine(name)).description);
    }
  });

  it("leaves no tensors", async () => {
    const { createEngine } = await without();
    const life = async (): Promise<void> => {
      for (const name of ["auto", "onnx", "wasm", "cpu"] as const) await (await createEngine(name)).dispose();
    };
    await life();
    const before = tf.memory().numTensors;
    await life();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("leaves the backend that the program has set, and prints no advice of tfjs", async () => {
    const warn = vi.spyOn(console, "warn");
    const { createEngine } = await without();
    await createEngine("wasm");
    await tf.setBackend("wasm");
    for (const name of ["onnx", "wasm", "cpu"] as const) await createEngine(name);
    expect(tf.getBackend()).toBe("wasm");
    await tf.setBackend("cpu");
    tf.tidy(() => tf.scalar(1));
    expect(warn.mock.calls.flat().filter((line) => /Node backend/.test(String(line)))).toEqual([]);
    warn.mockRestore();
  });
});

describe("listEngines", () => {
  it("reports every engine, how fast it convolves, or why it cannot", async () => {
    const { listEngines } = await without("@cellgen/onnxruntime");
    const reports = await listEngines();
    const [onnxAlone, ...others] = engineNames;
    const withProviders = ["onnx:webgpu", "onnx:cuda", "onnx:coreml", "onnx:dml"];
    expect(reports.map(({ name }) => name)).toEqual([onnxAlone, ...withProviders, ...others]);
    const [onnx, wasm, cpu] = ["onnx", "wasm", "cpu"].map((which) =>
      reports.find(({ name }) => name === which),
    );
    expect(onnx).toEqual({
      name: "onnx",
      usable: false,
      reason: expect.stringContaining("npm install @cellgen/onnxruntime"),
    });
    expect(wasm).toMatchObject({ name: "wasm", usable: true, reason: expect.stringContaining("wasm: ") });
    expect(cpu).toMatchObject({ name: "cpu", usable: true });
    expect(wasm!.gigaflopsPerSecond).toBeGreaterThan(cpu!.gigaflopsPerSecond!);
    expect(cpu!.gigaflopsPerSecond).toBeGreaterThan(0);
  });
});
