import type { EngineName } from "../src/index.ts";

/** A folder with @tensorflow/tfjs-node in its node_modules, if there is one. */
const tfjsNode = process.env["CELLGEN_TFJS_NODE"];
if (tfjsNode) process.chdir(tfjsNode);

/** The engines that can be tried in Node. */
export const nodeEngines: readonly EngineName[] = [
  "onnx",
  ...(tfjsNode ? (["tensorflow"] as const) : []),
  "wasm",
  "cpu",
];
