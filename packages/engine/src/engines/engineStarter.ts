import {
  type CompiledFunction,
  type Engine,
  type EngineChoice,
  type EngineName,
  type EngineOptions,
  type ExecutionProvider,
  engineNames,
  executionProviders,
} from "../api/engine.ts";

/**
 * Starts one engine, or rejects with one line that says what is missing.
 *
 * @param provider - What ONNX Runtime is to compute with; it concerns `onnx` alone.
 */
export type EngineMaker = (options: EngineOptions, provider: ExecutionProvider) => Promise<Engine>;

/** `createEngine` of a place. */
export type CreateEngine = (name?: EngineChoice, options?: EngineOptions) => Promise<Engine>;

/**
 * `createEngine` of a place, out of what makes its engines.
 *
 * @param order - The engines that `auto` tries, the best first.
 */
export function engineStarter(
  makers: Readonly<Record<EngineName, EngineMaker>>,
  order: readonly EngineName[],
): CreateEngine {
  const start = async (choice: EngineChoice, options: EngineOptions): Promise<Engine> => {
    checkThreads(options.threads);
    if (choice !== "auto") {
      const { name, provider } = parsed(choice);
      return owning(await makers[name](options, provider));
    }
    const failures: string[] = [];
    for (const name of order) {
      try {
        const engine = await makers[name](options, "cpu");
        const why = failures.length === 0 ? "the fastest here" : failures.join("; ");
        return owning({ ...engine, description: `${engine.description} (${why})` });
      } catch (error) {
        failures.push(`${name}: ${error instanceof Error ? error.message : error}`);
      }
    }
    throw new Error(`createEngine: no engine works here. ${failures.join("; ")}`);
  };
  // One after the other: while a backend of tfjs starts, it stands where the current one is.
  let last: Promise<unknown> = Promise.resolve();
  return (choice = "auto", options = {}) => {
    const started = last.then(() => start(choice, options));
    last = started.catch(() => {});
    return started;
  };
}

/** A maker for a place that does not have the engine. */
export const absent =
  (why: string): EngineMaker =>
  async () => {
    throw new Error(why);
  };

function parsed(choice: string): { name: EngineName; provider: ExecutionProvider } {
  const [engine, ...suffixes] = String(choice).split(":");
  const [suffix = "cpu"] = suffixes;
  const name = engineNames.find((known) => known === engine);
  const provider = executionProviders.find((known) => known === suffix);
  if (!name || !provider || suffixes.length > (name === "onnx" ? 1 : 0)) {
    throw new RangeError(
      `createEngine: name must be auto, ${engineNames.join(", ")}, or onnx: and one of ${executionProviders.join(", ")}, got ${JSON.stringify(choice)}.`,
    );
  }
  return { name, provider };
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
