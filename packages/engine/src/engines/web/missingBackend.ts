import { EngineUnavailableError } from "../../api/EngineUnavailableError.ts";

/** Create the error for an engine whose backend, an optional peer dependency, does not load. */
export function missingBackend(name: "webgl" | "webgpu", cause: unknown): EngineUnavailableError {
  const [reason] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
  return new EngineUnavailableError(
    name,
    "ERR_ENGINE_NOT_INSTALLED",
    `@tensorflow/tfjs-backend-${name} does not load (${reason}). Install it: npm install @tensorflow/tfjs-backend-${name}@4.22.0`,
    { cause },
  );
}
