/** A folder with @tensorflow/tfjs-node in its node_modules, if there is one. The engine looks for it above the current folder. */
const folder = process.env["CELLGEN_TFJS_NODE"];
if (folder) process.chdir(folder);

/** The engines that are tested in Node. */
export const nodeEngines: readonly ("onnx" | "tensorflow" | "wasm" | "cpu")[] = [
  "onnx",
  ...(folder ? (["tensorflow"] as const) : []),
  "wasm",
  "cpu",
];

/** One line on which engines a suite runs, and how to have the rest. */
export const testedEngines: string = folder
  ? `Engines tested: ${nodeEngines.join(", ")}.`
  : `Engines tested: ${nodeEngines.join(", ")}; not tensorflow: set CELLGEN_TFJS_NODE to a folder with @tensorflow/tfjs-node.`;
