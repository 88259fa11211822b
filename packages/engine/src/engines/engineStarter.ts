import { EngineUnavailableError } from "../api/EngineUnavailableError.ts";
import type { Engine, EngineOptions } from "../api/engine.ts";
import {
  type EngineChoice,
  type EngineName,
  type ExecutionProvider,
  engineNames,
  executionProviders,
  maxThreads,
} from "../api/engineChoices.ts";
import { ownedEngine } from "./ownedEngine.ts";

/**
 * Starts one engine. Rejects with a one-line reason.
 *
 * @param provider - Execution provider of ONNX Runtime. Ignored by other engines.
 */
export type EngineMaker = (options: EngineOptions, provider: ExecutionProvider) => Promise<Engine>;

/** Function that starts an engine by name. */
export type CreateEngine = (name?: EngineChoice, options?: EngineOptions) => Promise<Engine>;

/**
 * Create `createEngine` for Node or for web pages.
 *
 * @param order - Engines that `auto` tries, best first.
 */
export function engineStarter(
  makers: Readonly<Record<EngineName, EngineMaker>>,
  order: readonly EngineName[],
): CreateEngine {
  const start = async (choice: EngineChoice, options: EngineOptions): Promise<Engine> => {
    checkThreads(options.threads);
    if (choice === "auto") return ownedEngine(await firstThatStarts(makers, order, options));
    const { name, provider } = parseChoice(choice);
    return ownedEngine(await tryMaker(makers, choice, name, options, provider));
  };
  // Start engines sequentially: while a tfjs backend starts, it replaces the current backend.
  let last: Promise<unknown> = Promise.resolve();
  return (choice = "auto", options = {}) => {
    const started = last.then(() => start(choice, options));
    last = started.catch(() => {});
    return started;
  };
}

/** Start the first engine that works. @throws EngineUnavailableError if none works. */
async function firstThatStarts(
  makers: Readonly<Record<EngineName, EngineMaker>>,
  order: readonly EngineName[],
  options: EngineOptions,
): Promise<Engine> {
  const failures: EngineUnavailableError[] = [];
  for (const name of order) {
    try {
      const engine = await tryMaker(makers, name, name, options, "cpu");
      const [first] = failures;
      if (!first) return { ...engine, description: `${engine.description} (the fastest here)` };
      const notice = `Using the engine ${name}, because ${first.engine} is not available: ${first.message}`;
      return { ...engine, description: `${engine.description} (${listed(failures)})`, notice };
    } catch (error) {
      failures.push(error as EngineUnavailableError);
    }
  }
  throw new EngineUnavailableError(
    "auto",
    "ERR_ENGINE_NOT_USABLE",
    `createEngine: no engine works here. ${listed(failures)}`,
  );
}

const listed = (failures: readonly EngineUnavailableError[]): string =>
  failures.map(({ engine, message }) => `${engine}: ${message}`).join("; ");

/** Call a maker. @throws EngineUnavailableError for any error of the maker. */
async function tryMaker(
  makers: Readonly<Record<EngineName, EngineMaker>>,
  choice: EngineChoice,
  name: EngineName,
  options: EngineOptions,
  provider: ExecutionProvider,
): Promise<Engine> {
  try {
    return await makers[name](options, provider);
  } catch (error) {
    if (error instanceof EngineUnavailableError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const code = isModuleMissing(error) ? "ERR_ENGINE_NOT_INSTALLED" : "ERR_ENGINE_NOT_USABLE";
    throw new EngineUnavailableError(choice, code, message, { cause: error });
  }
}

/** Check whether an error, or one of its causes, is Node's error for a missing package. */
function isModuleMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND" || isModuleMissing(error.cause);
}

/** Create a maker for an engine that does not exist in this environment. */
export const unavailable =
  (message: string): EngineMaker =>
  async () => {
    throw new Error(message);
  };

function parseChoice(choice: string): { name: EngineName; provider: ExecutionProvider } {
  const [engine, ...suffixes] = String(choice).split(":");
  const [suffix = "cpu"] = suffixes;
  const name = engineNames.find((known) => known === engine);
  const provider = executionProviders.find((known) => known === suffix);
  if (!name || !provider || suffixes.length > (name === "onnx" ? 1 : 0)) {
    throw new RangeError(
      `createEngine: name must be auto, ${engineNames.join(", ")}, or onnx: followed by one of ${executionProviders.join(", ")}, got ${JSON.stringify(choice)}.`,
    );
  }
  return { name, provider };
}

function checkThreads(threads: number | undefined): void {
  if (threads === undefined || (Number.isInteger(threads) && threads >= 1 && threads <= maxThreads)) return;
  throw new RangeError(
    `createEngine: threads must be a whole number from 1 to ${maxThreads}, got ${threads}. Omit it to use one thread per physical core.`,
  );
}
