/**
 * Engines for Node: they load native code or files.
 *
 * @module
 */
import { cpu } from "./engines/eager/cpu.ts";
import { engineLister } from "./engines/engineLister.ts";
import { type CreateEngine, engineStarter, unavailable } from "./engines/engineStarter.ts";
import { onnx } from "./engines/node/onnx.ts";
import { tensorflow } from "./engines/node/tensorflow/tensorflow.ts";
import { wasm } from "./engines/node/wasm.ts";

export type { EngineReport } from "./engines/engineLister.ts";

/**
 * Starts an engine.
 *
 * @param name - `"auto"` takes the first of `onnx`, `tensorflow`, `wasm`, `cpu` that works; if that is not `onnx`, the engine's
 * `notice` says why and what to install. `"onnx:webgpu"` and the like are `onnx` with one of ONNX Runtime's execution providers.
 * @throws RangeError if there is no such name, or threads is no whole number from 1 to 1024; EngineUnavailableError if the engine
 * cannot run here.
 */
export const createEngine: CreateEngine = engineStarter(
  {
    onnx,
    tensorflow,
    webgpu: unavailable(
      "engine webgpu runs in pages: Node has no WebGPU. Take onnx:webgpu, which brings its own.",
    ),
    webgl: unavailable("engine webgl runs in pages: Node has no WebGL. Take onnx."),
    wasm,
    cpu,
  },
  ["onnx", "tensorflow", "wasm", "cpu"],
);

/** Tries every engine: whether it works here, or why not, and how fast it convolves. Takes some seconds. */
export const listEngines: ReturnType<typeof engineLister> = engineLister(createEngine);
