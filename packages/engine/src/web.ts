/**
 * Engines for a page or a worker of one: the same names as those of `@cellgen/engine/node`.
 *
 * @module
 */
import { cpu } from "./engines/eager/cpu.ts";
import { wasmEngine } from "./engines/eager/wasmEngine.ts";
import { engineLister } from "./engines/engineLister.ts";
import { absent, type CreateEngine, engineStarter } from "./engines/engineStarter.ts";
import { webgl } from "./engines/web/webgl.ts";
import { webgpu } from "./engines/web/webgpu.ts";

export type { EngineReport } from "./engines/engineLister.ts";

/**
 * Starts an engine.
 *
 * @param name - `"auto"` takes the first of `webgpu`, `webgl`, `wasm`, `cpu` that works, and its description says why.
 * @throws RangeError if the name is none of these, or threads is no whole number from 1 to 1024; Error if the engine cannot run here,
 * saying what is missing.
 */
export const createEngine: CreateEngine = engineStarter(
  {
    onnx: absent("engine onnx runs in Node. Take wasm."),
    tensorflow: absent(
      "engine tensorflow runs in Node: it is TensorFlow's native library. Take webgpu or wasm.",
    ),
    webgpu,
    webgl,
    wasm: ({ binaries }) => wasmEngine(binaries),
    cpu,
  },
  ["webgpu", "webgl", "wasm", "cpu"],
);

/** Tries every engine: whether it works here, or why not, and how fast it convolves. Takes some seconds. */
export const listEngines: ReturnType<typeof engineLister> = engineLister(createEngine);
