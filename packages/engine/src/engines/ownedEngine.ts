import type { CompiledFunction, Engine } from "../api/engine.ts";

/** Adds ownership to an engine: its `dispose` frees every function that it compiled, and ends its use. */
export function ownedEngine(engine: Engine): Engine {
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
      // A function that cannot be freed does not keep the others.
      const ends = await Promise.allSettled([...held].map((run) => run.dispose()));
      await engine.dispose();
      for (const end of ends) if (end.status === "rejected") throw end.reason;
    },
  };
}
