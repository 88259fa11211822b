import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { cpu } from "../../src/engines/eager/cpu.ts";
import {
  type CreateEngine,
  type EngineMaker,
  engineStarter,
  unavailable,
} from "../../src/engines/engineStarter.ts";
import { onnx } from "../../src/engines/node/onnx.ts";
import { wasm } from "../../src/engines/node/wasm.ts";
import { type Engine, type EngineName, EngineUnavailableError } from "../../src/index.ts";

const order: readonly EngineName[] = ["onnx", "tensorflow", "wasm", "cpu"];
const install = "Install it: npm install the-runtime";

const missing: EngineMaker = unavailable("it is missing");

/** `createEngine` of Node where ONNX Runtime's loader does this; TensorFlow is missing. */
const whoseRuntime = (load: () => Promise<never>, others: Partial<Record<EngineName, EngineMaker>> = {}) =>
  engineStarter(
    {
      onnx: (options, provider) => onnx(options, provider, load),
      tensorflow: missing,
      webgpu: missing,
      webgl: missing,
      wasm,
      cpu,
      ...others,
    },
    order,
  );

const throwsWhileLoading = async () => {
  throw new Error(`the runtime does not load (wrong ELF class). ${install}`);
};

const isAbsent = async () => {
  // The specifier is no literal, so that no tool resolves it.
  const name = "@cellgen/a-package-that-does-not-exist";
  try {
    return (await import(/* @vite-ignore */ name)) as never;
  } catch (cause) {
    throw new Error(`the runtime does not load. ${install}`, {
      cause: Object.assign(cause as Error, { code: "ERR_MODULE_NOT_FOUND" }),
    });
  }
};

async function square(engine: Engine): Promise<unknown> {
  const run = await engine.compile(({ x }) => ({ y: tf.square(x!) }), {
    x: { shape: [1], dtype: "float32" },
  });
  return (await run({ x: Float32Array.of(3) }))["y"];
}

const rejection = (create: CreateEngine, ...given: Parameters<CreateEngine>): Promise<unknown> =>
  create(...given).then(
    () => undefined,
    (error: unknown) => error,
  );

describe("auto", () => {
  it.each([
    ["throws while it loads", throwsWhileLoading, "wrong ELF class"],
    ["is not installed", isAbsent, "does not load"],
  ] as const)("starts the next engine if ONNX Runtime %s, with a notice", async (_, load, reason) => {
    const engine = await whoseRuntime(load)("auto");
    expect(engine.name).toBe("wasm");
    expect(engine.notice).toContain("wasm");
    expect(engine.notice).toContain("onnx is not available");
    expect(engine.notice).toContain(reason);
    expect(engine.notice).toContain(install);
    expect(engine.notice).not.toContain("\n");
    expect(await square(engine)).toEqual(Float32Array.of(9));
    await engine.dispose();
  });

  it("starts cpu if nothing else does, and the notice is about the first choice", async () => {
    const engine = await whoseRuntime(throwsWhileLoading, { wasm: missing })("auto");
    expect(engine.name).toBe("cpu");
    expect(engine.notice).toContain("onnx is not available");
    expect(await square(engine)).toEqual(Float32Array.of(9));
  });

  it("takes tensorflow before wasm", async () => {
    const engine = await whoseRuntime(throwsWhileLoading, { tensorflow: cpu })("auto");
    expect(engine.notice).toContain("tensorflow");
  });

  it("has no notice if the first choice starts", async () => {
    const engine = await whoseRuntime(throwsWhileLoading, { onnx: cpu })("auto");
    expect(engine.notice).toBeUndefined();
  });

  it("names every reason if no engine starts", async () => {
    const error = await rejection(whoseRuntime(throwsWhileLoading, { wasm: missing, cpu: missing }), "auto");
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect(error).toMatchObject({ engine: "auto", code: "ERR_ENGINE_NOT_USABLE" });
    for (const name of order) expect((error as Error).message).toContain(`${name}: `);
  });
});

describe("an engine that is asked for by name", () => {
  it.each([
    ["onnx", throwsWhileLoading, "ERR_ENGINE_NOT_USABLE"],
    ["onnx:webgpu", throwsWhileLoading, "ERR_ENGINE_NOT_USABLE"],
    ["onnx", isAbsent, "ERR_ENGINE_NOT_INSTALLED"],
  ] as const)("%s is not replaced by another (%#)", async (name, load, code) => {
    const error = await rejection(whoseRuntime(load), name);
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect(error).toMatchObject({ engine: name, code, message: expect.stringContaining(install) });
    expect((error as Error).cause).toBeInstanceOf(Error);
  });

  it("has no notice", async () => {
    expect((await whoseRuntime(throwsWhileLoading)("cpu")).notice).toBeUndefined();
  });
});
