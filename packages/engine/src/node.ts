/**
 * Engines for Node: they load native code or files.
 *
 * @module
 */
import { cpu } from "./engines/eager/cpu.ts";
import { engineLister } from "./engines/engineLister.ts";
import { absent, type CreateEngine, engineStarter } from "./engines/engineStarter.ts";
import { onnx } from "./engines/node/onnx.ts";
import { tensorflow } from "./engines/node/tensorflow/tensorflow.ts";
import { wasm } from "./engines/node/wasm.ts";

export type { EngineReport } from "./engines/engineLister.ts";

/**
 * Starts an engine.
 *
 * @param name - `"auto"` takes the first of `onnx`, `tensorflow`, `wasm`, `cpu` that works, and its description says why;
 * `"onnx:webgpu"` and the like are `onnx` with one of ONNX Runtime's execution providers.
 * @throws RangeError if there is no such name, or threads is no whole number from 1 to 1024; Error if the engine cannot run here,
 * saying what is missing.
 */
export const createEngine: CreateEngine = engineStarter(
  {
    onnx,
    tensorflow,
    webgpu: absent(
      "engine webgpu runs in pages: Node has no WebGPU. Take onnx:webgpu, which brings its own.",
    ),
    webgl: absent("engine webgl runs in pages: Node has no WebGL. Take onnx."),
    wasm,
    cpu,
  },
  ["onnx", "tensorflow", "wasm", "cpu"],
);

/** Tries every engine: whether it works here, or why not, and how fast it convolves. Takes some seconds. */
export const listEngines: ReturnType<typeof engineLister> = engineLister(createEngine);
