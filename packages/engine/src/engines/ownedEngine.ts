import type { CompiledFunction, Engine } from "../api/engine.ts";

/** Add ownership to an engine: `dispose` frees every compiled function and disables the engine. */
export function ownedEngine(engine: Engine): Engine {
  const held = new Set<CompiledFunction>();
  let disposed = false;
  const checkUsable = () => {
    if (disposed)
      throw new Error("compile: must not be called after dispose. Create another engine with createEngine.");
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
      // Dispose of all functions, even if one fails.
      const ends = await Promise.allSettled([...held].map((run) => run.dispose()));
      await engine.dispose();
      for (const end of ends) if (end.status === "rejected") throw end.reason;
    },
  };
}
