import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EngineChoice } from "../../packages/engine/src/index.ts";
import { createEngine } from "../../packages/engine/src/node.ts";
import { relativeDifference } from "../../packages/engine/test/ndarray.ts";
import { generateTwice } from "../../packages/pipelines/test/tinyModel.ts";
import { trainedTwice } from "../../packages/training/test/tinyTraining.ts";
import { longForm } from "../longForm.ts";
import { chromiumFile, softwareGraphics } from "./chromium.ts";
import type { page as programs } from "./enginesPage.ts";
import { type ServedPage, servePage } from "./servePage.ts";

/**
 * Each engine of a page, whether all is tried, how near to PyTorch's numbers it must come, and how near to Node's parameters after two steps:
 * Adam divides a gradient by its own size, so that one which is little more than a graphics card's error moves its parameter as far as any
 * other. In the short form the software graphics card, which takes a minute to compile a network's shaders, tries one operation of each layer.
 */
const engines: readonly (readonly [
  EngineChoice,
  { readonly all: boolean; readonly golden: number; readonly trained: number },
])[] = [
  ["onnx", { all: true, golden: 1e-5, trained: 1e-4 }],
  ["wasm", { all: true, golden: 1e-5, trained: 1e-4 }],
  ["cpu", { all: true, golden: 1e-5, trained: 1e-4 }],
  ["onnx:webgpu", { all: longForm, golden: 1e-4, trained: 1e-3 }],
  ["webgpu", { all: longForm, golden: 1e-4, trained: 1e-3 }],
  ["webgl", { all: longForm, golden: 1e-4, trained: 1e-3 }],
];

if (!chromiumFile)
  console.log("engines in a page: not tried, there is no Chromium. Name one in CELLGEN_CHROMIUM.");

describe.skipIf(!chromiumFile)("engines in a page", { timeout: longForm ? 900_000 : 240_000 }, () => {
  let served: ServedPage;
  let browser: Browser;
  let inNode: Awaited<ReturnType<typeof programs.trainAndSample>>;
  const ran: string[] = [];

  beforeAll(async () => {
    const program = fileURLToPath(new URL("enginesPage.ts", import.meta.url));
    served = await servePage(program, { isolated: true });
    browser = await chromium.launch({
      executablePath: chromiumFile!,
      args: ["--no-sandbox", ...softwareGraphics],
    });
    const engine = await createEngine("onnx");
    const images = (await generateTwice(engine)).flatMap((values) => [...values]);
    inNode = { ...(await trainedTwice(engine)), images };
    await engine.dispose();
  }, 240_000);
  afterAll(async () => {
    console.log(["engines in a page:", ...ran].join("\n  "));
    await browser?.close();
    await served?.close();
  });

  describe.each(engines)("%s", (choice, { all, golden, trained }) => {
    let page: Page;
    const call = <T>(
      work: (given: { page: typeof programs; choice: EngineChoice; all: boolean }) => Promise<T>,
    ): Promise<T> => page.evaluate(`(${work})({ page, choice: ${JSON.stringify(choice)}, all: ${all} })`);

    beforeAll(async () => {
      page = await browser.newPage();
      await page.goto(served.url);
      ran.push(await call(({ page, choice }) => page.describe(choice)));
    });
    afterAll(() => page?.close());

    it("computes operations and their gradients", async () => {
      const { checked, faults } = await call(({ page, choice, all }) => page.conform(choice, all));
      expect(faults).toEqual([]);
      expect(checked).toBeGreaterThan(all ? 250 : 15);
    });

    if (!all) return;
    it("gives PyTorch's output and gradients of a network", async () => {
      const { output, loss, gradients } = await call(({ page, choice }) =>
        page.golden(choice, "class_embedding"),
      );
      expect(Math.max(output, loss, ...Object.values(gradients))).toBeLessThan(golden);
    });

    it("trains and samples as Node does", async () => {
      const inPage = await call(({ page, choice }) => page.trainAndSample(choice));
      for (const name of ["losses", "images"] as const)
        expect(relativeDifference(inPage[name], inNode[name]), name).toBeLessThan(1e-4);
      expect(relativeDifference(inPage.parameters, inNode.parameters)).toBeLessThan(trained);
    });
  });

  it("onnx computes in a worker, with two threads", async () => {
    const page = await browser.newPage();
    await page.goto(served.url);
    const asked = `new Promise((resolve) => {
      const worker = new Worker("/page.js", { type: "module" });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => resolve({ description: message });
      worker.postMessage("go");
    })`;
    const { description, output } = (await page.evaluate(asked)) as { description: string; output: number };
    expect(description).toBe("onnx: ONNX Runtime 1.30.0 in WebAssembly, 2 threads, plain operators");
    expect(output).toBeLessThan(1e-5);
    await page.close();
  });
});
