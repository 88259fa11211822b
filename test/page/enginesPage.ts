/** What the tests of engines call in a page. */
import type { EngineChoice } from "../../packages/engine/src/index.ts";
import { createEngine } from "../../packages/engine/src/web.ts";
import { compositionCases } from "../../packages/engine/test/cases/compositionCases.ts";
import { layerCases } from "../../packages/engine/test/cases/layerCases.ts";
import { isDifferentiable } from "../../packages/engine/test/cases/operationCase.ts";
import { everyCase, faultOfGradients, faultOfValues } from "../../packages/engine/test/conform.ts";
import { generateTwice } from "../../packages/pipelines/test/tinyModel.ts";
import { trainedTwice } from "../../packages/training/test/tinyTraining.ts";
import { type GoldenDeviation, goldenDeviation } from "../../packages/unet/test/goldenDeviation.ts";
import { inTfjsLayout, tensorsOf } from "../../packages/unet/test/goldenModel.ts";

/** With threads in a worker alone: on a busy machine they wait for each other, operation by operation. */
const engineOf = (choice: EngineChoice, binaries = "/engines/") =>
  createEngine(choice, { binaries, threads: typeof document === "undefined" ? 2 : 1 });

/** A case of each layer ("conv2d" of "conv2d, no pads"), and of operations in a row, but no network. */
const someCases = [
  ...new Map(layerCases.map((layerCase) => [layerCase.name.split(",")[0], layerCase])).values(),
  ...compositionCases.filter(({ name }) => !name.includes("U-Net")),
];

export const page = {
  /** The engine's description, or why it cannot be had. */
  describe: (choice: EngineChoice, binaries?: string): Promise<string> =>
    engineOf(choice, binaries).then(
      ({ description }) => description,
      (error: Error) => error.message,
    ),

  /** Checks operations and their gradients: all, or one of each layer. Returns how many were checked, and what is wrong. */
  async conform(choice: EngineChoice, all: boolean): Promise<{ checked: number; faults: string[] }> {
    const engine = await engineOf(choice);
    const cases = (all ? everyCase : someCases).filter(({ skipped }) => !skipped?.includes(choice));
    const faults: string[] = [];
    let checked = 0;
    const check = async (name: string, work: Promise<string | undefined>): Promise<void> => {
      checked++;
      const fault = await work.catch((error: unknown) => String(error));
      if (fault !== undefined) faults.push(`${name}: ${fault}`);
    };
    for (const operationCase of cases) {
      await check(operationCase.name, faultOfValues(engine, choice, operationCase));
      if (!isDifferentiable(operationCase)) continue;
      await check(`gradient of ${operationCase.name}`, faultOfGradients(engine, choice, operationCase));
    }
    await engine.dispose();
    return { checked, faults };
  },

  /** How far the output and the gradients of a network are from PyTorch's. */
  async golden(choice: EngineChoice, name: string): Promise<GoldenDeviation> {
    const get = async (file: string) => (await fetch(`/fixtures/unet/${name}/${file}`)).arrayBuffer();
    const tensors = async (file: string) => tensorsOf(new Uint8Array(await get(`${file}.safetensors`)));
    const engine = await engineOf(choice);
    const deviation = await goldenDeviation(engine, {
      config: JSON.parse(new TextDecoder().decode(await get("config.json"))),
      parameters: inTfjsLayout(await tensors("diffusion_pytorch_model")),
      io: await tensors("io"),
      grads: await tensors("grads"),
    });
    await engine.dispose();
    return deviation;
  },

  /** The losses and the parameters of two training steps, and the values of two images. */
  async trainAndSample(
    choice: EngineChoice,
  ): Promise<Record<"losses" | "parameters" | "images", readonly number[]>> {
    const engine = await engineOf(choice);
    const trained = await trainedTwice(engine);
    const images = (await generateTwice(engine)).flatMap((values) => [...values]);
    await engine.dispose();
    return { ...trained, images };
  },
};

Object.assign(globalThis, { page });

// In a worker: computes for whoever asks.
if (typeof document === "undefined") {
  addEventListener("message", async () => {
    postMessage({
      description: await page.describe("onnx"),
      ...(await page.golden("onnx", "class_embedding")),
    });
  });
}
