import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import type { EvaluateFolderOptions } from "./evaluateFolderOptions.ts";

/** Starts an engine when it is first needed. */
export interface EngineOwner {
  start(): Promise<Engine>;
  /** Dispose of the engine if it was started by name. A given engine is not disposed. */
  dispose(): Promise<void>;
}

/** Create the owner of an engine. @param onNotice - Called with the notice of an engine started by name. */
export function engineOwner(
  engine: EvaluateFolderOptions["engine"] = "auto",
  onNotice?: (notice: string) => void,
): EngineOwner {
  let started: Promise<Engine> | undefined;
  const create = async (): Promise<Engine> => {
    if (typeof engine !== "string") return typeof engine === "function" ? await engine() : engine;
    const created = await createEngine(engine);
    if (created.notice !== undefined) onNotice?.(created.notice);
    return created;
  };
  return {
    start: () => {
      started ??= create();
      return started;
    },
    dispose: async () => {
      if (typeof engine === "string") await (await started)?.dispose();
    },
  };
}
