import type { EngineName } from "../src/index.ts";

/** The engines that can be tried in Node. */
export const nodeEngines: readonly EngineName[] = ["onnx", "wasm", "cpu"];
