/**
 * Start compute engines in Node.
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
 * Start an engine.
 *
 * @param name - `"auto"` selects the first of `onnx`, `tensorflow`, `wasm`, `cpu` that works; if that is not `onnx`, the engine's
 * `notice` gives the reason and what to install. `"onnx:webgpu"` and similar names select `onnx` with another execution provider.
 * @throws RangeError if the name is unknown, or `threads` is not an integer from 1 to 1024; EngineUnavailableError if the engine is not
 * available.
 */
export const createEngine: CreateEngine = engineStarter(
  {
    onnx,
    tensorflow,
    webgpu: unavailable(
      "engine webgpu runs only in web pages: Node has no WebGPU. Use onnx:webgpu, which includes it.",
    ),
    webgl: unavailable("engine webgl runs only in web pages: Node has no WebGL. Use onnx."),
    wasm,
    cpu,
  },
  ["onnx", "tensorflow", "wasm", "cpu"],
);

/** Test every engine: whether it works, or the reason why not, and its convolution speed. Takes a few seconds. */
export const listEngines: ReturnType<typeof engineLister> = engineLister(createEngine);
