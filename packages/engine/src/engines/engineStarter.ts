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
 * Starts one engine. Rejects with one line that says what is missing.
 *
 * @param provider - What ONNX Runtime computes with. Other engines ignore it.
 */
export type EngineMaker = (options: EngineOptions, provider: ExecutionProvider) => Promise<Engine>;

/** `createEngine` of a place. */
export type CreateEngine = (name?: EngineChoice, options?: EngineOptions) => Promise<Engine>;

/**
 * Makes `createEngine` for Node or for pages.
 *
 * @param order - The engines that `auto` tries, the best first.
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
  // One after the other: while a backend of tfjs starts, it stands where the current one is.
  let last: Promise<unknown> = Promise.resolve();
  return (choice = "auto", options = {}) => {
    const started = last.then(() => start(choice, options));
    last = started.catch(() => {});
    return started;
  };
}

/** @throws EngineUnavailableError if none starts. */
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

/** @throws EngineUnavailableError, whatever the maker rejects with. */
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

/** Whether an error, or one that caused it, is Node's for a package that is not there. */
function isModuleMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND" || isModuleMissing(error.cause);
}

/** A maker where the engine does not exist. */
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
      `createEngine: name must be auto, ${engineNames.join(", ")}, or onnx: and one of ${executionProviders.join(", ")}, got ${JSON.stringify(choice)}.`,
    );
  }
  return { name, provider };
}

function checkThreads(threads: number | undefined): void {
  if (threads === undefined || (Number.isInteger(threads) && threads >= 1 && threads <= maxThreads)) return;
  throw new RangeError(
    `createEngine: threads must be a whole number from 1 to ${maxThreads}, got ${threads}. Leave it out for one a physical core.`,
  );
}
