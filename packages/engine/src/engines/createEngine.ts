import {
  type CompiledFunction,
  type Engine,
  type EngineName,
  type EngineOptions,
  engineNames,
} from "../engine.ts";
import { eagerEngine } from "./eagerEngine.ts";
import { onnxEngine } from "./onnxEngine.ts";
import { setEagerBackend } from "./setEagerBackend.ts";
import { prepareWasmBackend } from "./wasmBackend.ts";

const makers: Record<EngineName, (options: EngineOptions) => Promise<Engine>> = {
  onnx: onnxEngine,
  wasm: async () => {
    setEagerBackend();
    await prepareWasmBackend();
    return eagerEngine("wasm", "wasm: TensorFlow.js in WebAssembly, one thread, operation by operation");
  },
  cpu: async () =>
    eagerEngine("cpu", "cpu: TensorFlow.js in plain JavaScript, operation by operation (slow)"),
};

/**
 * Starts an engine.
 *
 * @param name - `"auto"` takes the first of `onnx`, `wasm`, `cpu` that works, and its description says why.
 * @throws RangeError if the name is none of these, or threads is no whole number from 1 to 1024; Error if the engine cannot run here,
 * saying what is missing.
 */
export async function createEngine(
  name: EngineName | "auto" = "auto",
  options: EngineOptions = {},
): Promise<Engine> {
  checkThreads(options.threads);
  if (name !== "auto") {
    if (!engineNames.includes(name)) {
      throw new RangeError(
        `createEngine: name must be auto, ${engineNames.join(", ")}, got ${JSON.stringify(name)}.`,
      );
    }
    return owning(await makers[name](options));
  }
  const failures: string[] = [];
  for (const candidate of engineNames) {
    try {
      const engine = await makers[candidate](options);
      const why = failures.length === 0 ? "the fastest here" : failures.join("; ");
      return owning({ ...engine, description: `${engine.description} (${why})` });
    } catch (error) {
      failures.push(`${candidate}: ${error instanceof Error ? error.message : error}`);
    }
  }
  throw new Error(`createEngine: no engine works here. ${failures.join("; ")}`);
}

/** Each compiled function has so many threads of its own: at some thousands the system gives no more. */
function checkThreads(threads: number | undefined): void {
  if (threads === undefined || (Number.isInteger(threads) && threads >= 1 && threads <= 1024)) return;
  throw new RangeError(
    `createEngine: threads must be a whole number from 1 to 1024, got ${threads}. Leave it out for one a physical core.`,
  );
}

/** The same engine, which frees with itself what it has compiled, and is not used afterwards. */
function owning(engine: Engine): Engine {
  const held = new Set<CompiledFunction>();
  let disposed = false;
  const checkUsable = () => {
    if (disposed)
      throw new Error(
        "compile: the engine must not be used any more, it was disposed of. Create another with createEngine.",
      );
  };
  return {
    ...engine,
    compile: async (...given) => {
      checkUsable();
      const run = await engine.compile(...given);
      const free = run.dispose;
      const dispose = async () => {
        held.delete(run);
        await free();
      };
      if (disposed) await dispose();
      checkUsable();
      held.add(run);
      return Object.assign(run, { dispose });
    },
    dispose: async () => {
      disposed = true;
      // One that cannot be freed does not keep the others.
      const ends = await Promise.allSettled([...held].map((run) => run.dispose()));
      await engine.dispose();
      for (const end of ends) if (end.status === "rejected") throw end.reason;
    },
  };
}
