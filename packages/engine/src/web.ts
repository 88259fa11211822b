/**
 * Start compute engines in a web page or a worker, with the same names as in `@cellgen/engine/node`.
 *
 * @module
 */
import { cpu } from "./engines/eager/cpu.ts";
import { wasmEngine } from "./engines/eager/wasmEngine.ts";
import { engineLister } from "./engines/engineLister.ts";
import { type CreateEngine, engineStarter, unavailable } from "./engines/engineStarter.ts";
import { onnx } from "./engines/web/onnx.ts";
import { webgl } from "./engines/web/webgl.ts";
import { webgpu } from "./engines/web/webgpu.ts";

export type { EngineReport } from "./engines/engineLister.ts";

/**
 * Start an engine.
 *
 * @param name - `"auto"` selects the first of `onnx`, `webgpu`, `webgl`, `wasm`, `cpu` that works; if that is not `onnx`, the engine's
 * `notice` gives the reason and what to install.
 * @throws RangeError if the name is unknown, or `threads` is not an integer from 1 to 1024; EngineUnavailableError if the engine is not
 * available.
 */
export const createEngine: CreateEngine = engineStarter(
  {
    onnx,
    tensorflow: unavailable(
      "engine tensorflow runs only in Node: it uses TensorFlow's native library. Use onnx.",
    ),
    webgpu,
    webgl,
    wasm: ({ binaries }) => wasmEngine(binaries),
    cpu,
  },
  ["onnx", "webgpu", "webgl", "wasm", "cpu"],
);

/** Test every engine: whether it works, or the reason why not, and its convolution speed. Takes a few seconds. */
export const listEngines: ReturnType<typeof engineLister> = engineLister(createEngine);
