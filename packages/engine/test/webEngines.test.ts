import { afterEach, expect, it, vi } from "vitest";
import { oneAtATime } from "../src/engines/web/oneAtATime.ts";
import { createEngine } from "../src/web.ts";

afterEach(() => {
  vi.doUnmock("onnxruntime-web/wasm");
  vi.unstubAllGlobals();
});

it("a page without onnxruntime-web is told to install it", async () => {
  vi.doMock("onnxruntime-web/wasm", () => {
    throw new Error("Failed to resolve 'onnxruntime-web/wasm'\nimported from here");
  });
  await expect(createEngine("onnx")).rejects.toMatchObject({
    name: "EngineUnavailableError",
    engine: "onnx",
    code: "ERR_ENGINE_NOT_INSTALLED",
    message: expect.stringMatching(/ Install it: npm install onnxruntime-web@1\.30\.0$/),
  });
});

it.each(["webgl", "webgpu"] as const)(
  "a page without the backend of %s is told to install it",
  async (name) => {
    vi.doMock(`@tensorflow/tfjs-backend-${name}`, () => {
      throw new Error("Failed to resolve it\nimported from here");
    });
    await expect(createEngine(name)).rejects.toThrow(
      new RegExp(
        `^@tensorflow/tfjs-backend-${name} does not load \\(.+\\)\\. Install it: npm install @tensorflow/tfjs-backend-${name}@4\\.22\\.0$`,
      ),
    );
    vi.doUnmock(`@tensorflow/tfjs-backend-${name}`);
  },
);

it("a browser without WebGPU is told so", async () => {
  vi.stubGlobal("navigator", {});
  await expect(createEngine("onnx:webgpu")).rejects.toMatchObject({
    name: "EngineUnavailableError",
    engine: "onnx:webgpu",
    code: "ERR_ENGINE_NOT_USABLE",
    message: expect.stringMatching(/needs WebGPU, .+ Use onnx\.$/),
  });
});

it("oneAtATime begins nothing before what was asked for earlier is done, or has failed", async () => {
  const told: string[] = [];
  const slowly = async <T>(what: string, result: T): Promise<T> => {
    told.push(`${what} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    told.push(`${what} ends`);
    if (what === "run b") throw new Error("no memory");
    return result;
  };
  const InferenceSession = {
    create: (name: string) =>
      slowly(`create ${name}`, {
        run: () => slowly(`run ${name}`, {}),
        release: () => slowly(`release ${name}`, undefined),
      }),
  };
  const { create } = oneAtATime({ InferenceSession }).InferenceSession;
  const [a, b] = await Promise.all([create("a"), create("b")]);
  const failed = b.run().catch(({ message }: Error) => message);
  await Promise.all([a.run(), b.release()]);
  expect(await failed).toBe("no memory");
  const order = ["create a", "create b", "run b", "run a", "release b"];
  expect(told).toEqual(order.flatMap((what) => [`${what} begins`, `${what} ends`]));
});
