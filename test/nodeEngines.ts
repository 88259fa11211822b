/** A folder with @tensorflow/tfjs-node in its node_modules, if there is one. The engine looks for it above the current folder. */
const folder = process.env["CELLGEN_TFJS_NODE"];
if (folder) process.chdir(folder);

type Provider = "webgpu" | "cuda" | "coreml" | "dml";

/** Execution providers of ONNX Runtime that the engine `onnx` is to be tested with too, with commas between. */
const providers = (process.env["CELLGEN_PROVIDERS"]?.split(",") ?? []) as Provider[];

/** The engines that are tested in Node. */
export const nodeEngines: readonly ("onnx" | `onnx:${Provider}` | "tensorflow" | "wasm" | "cpu")[] = [
  "onnx",
  ...providers.map((provider) => `onnx:${provider}` as const),
  ...(folder ? (["tensorflow"] as const) : []),
  "wasm",
  "cpu",
];

const untested = [
  ...(folder ? [] : ["not tensorflow: set CELLGEN_TFJS_NODE to a folder with @tensorflow/tfjs-node"]),
  ...(providers.length > 0 ? [] : ["no graphics card: set CELLGEN_PROVIDERS to webgpu, cuda, coreml or dml"]),
];

/** One line on which engines a suite runs, and how to have the rest. */
export const testedEngines: string = `Engines tested: ${[nodeEngines.join(", "), ...untested].join("; ")}.`;
