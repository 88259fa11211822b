import type { EngineChoice } from "./engineChoices.ts";

/** Reason why an engine cannot be used: its package is missing, or it does not work on this machine. */
export type EngineUnavailableCode = "ERR_ENGINE_NOT_INSTALLED" | "ERR_ENGINE_NOT_USABLE";

/** Thrown if an engine, or an execution provider of `onnx`, is not available. The message contains the reason and the remedy. */
export class EngineUnavailableError extends Error {
  override readonly name = "EngineUnavailableError";
  readonly engine: EngineChoice;
  readonly code: EngineUnavailableCode;

  constructor(engine: EngineChoice, code: EngineUnavailableCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.engine = engine;
    this.code = code;
  }
}
