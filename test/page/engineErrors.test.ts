import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { EngineChoice } from "../../packages/engine/src/index.ts";
import { chromiumFile } from "./chromium.ts";
import { servePage, strictPolicy } from "./servePage.ts";

interface Circumstances {
  readonly binaries?: string;
  readonly policy?: string;
}

/** What engines say in a browser without a graphics card. */
async function said(
  choices: readonly EngineChoice[],
  { binaries = "/engines/", policy = strictPolicy }: Circumstances = {},
): Promise<string[]> {
  const served = await servePage(fileURLToPath(new URL("enginesPage.ts", import.meta.url)), {
    isolated: false,
    policy,
  });
  const args = ["--no-sandbox", "--disable-gpu", "--disable-software-rasterizer"];
  const browser = await chromium.launch({ executablePath: chromiumFile!, args });
  try {
    const page = await browser.newPage();
    await page.goto(served.url);
    const calls = choices.map((choice) => `page.describe("${choice}", "${binaries}")`);
    return await page.evaluate(`Promise.all([${calls}])`);
  } finally {
    await browser.close();
    await served.close();
  }
}

describe.skipIf(!chromiumFile)(
  "an engine that a page cannot have says why, in one line",
  { timeout: 240_000 },
  () => {
    it("without a graphics card", async () => {
      expect(await said(["onnx:webgpu", "webgpu", "webgl", "onnx:cuda", "tensorflow", "auto"])).toEqual([
        "onnx:webgpu needs a GPU that the browser enables for WebGPU, got none. Use onnx, or update the browser and drivers.",
        "engine webgpu does not start: tfjs's backend needs WebGPU and an adapter for it, which this browser does not support. Use another engine.",
        "engine webgl does not start: tfjs's backend needs WebGL 2, which this browser does not support or has disabled. Use another engine.",
        "onnx:cuda cannot be used in a web page. Use onnx or onnx:webgpu.",
        "engine tensorflow runs only in Node: it uses TensorFlow's native library. Use onnx.",
        "onnx: ONNX Runtime 1.30.0 in WebAssembly, 1 thread, plain operators (the fastest here)",
      ]);
    });

    it("without its binaries, and auto takes another, saying so", async () => {
      const [onnx, wasm, auto] = await said(["onnx", "wasm", "auto"], { binaries: "/nowhere/" });
      expect(onnx).toBe(
        "onnxruntime-web does not start (both async and sync fetching of the wasm failed). Its file ort-wasm-simd-threaded.wasm must be served from /nowhere/. Set the option binaries for another folder, then reload the page.",
      );
      expect(wasm).toBe(
        "engine wasm does not start: tfjs's backend needs its files tfjs-backend-wasm*.wasm, in a page in the folder that the option binaries names. Use another engine.",
      );
      expect(auto).toMatch(/^cpu: .+ \(onnx: .+; webgpu: .+; webgl: .+; wasm: .+\)$/);
    });

    it("under a policy without WebAssembly", async () => {
      const [onnx] = await said(["onnx"], { policy: "default-src 'self'" });
      expect(onnx).toMatch(
        /^onnxruntime-web does not start \(.+\)\. The page's Content-Security-Policy must allow 'wasm-unsafe-eval' in script-src\.$/,
      );
    });
  },
);
