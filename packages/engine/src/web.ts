/**
 * Engines for a page or a worker of one: the same names as those of `@cellgen/engine/node`.
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
 * Starts an engine.
 *
 * @param name - `"auto"` takes the first of `onnx`, `webgpu`, `webgl`, `wasm`, `cpu` that works; if that is not `onnx`, the engine's
 * `notice` says why and what to install.
 * @throws RangeError if the name is none of these, or threads is no whole number from 1 to 1024; EngineUnavailableError if the engine
 * cannot run here.
 */
export const createEngine: CreateEngine = engineStarter(
  {
    onnx,
    tensorflow: unavailable("engine tensorflow runs in Node: it is TensorFlow's native library. Take onnx."),
    webgpu,
    webgl,
    wasm: ({ binaries }) => wasmEngine(binaries),
    cpu,
  },
  ["onnx", "webgpu", "webgl", "wasm", "cpu"],
);

/** Tries every engine: whether it works here, or why not, and how fast it convolves. Takes some seconds. */
export const listEngines: ReturnType<typeof engineLister> = engineLister(createEngine);
