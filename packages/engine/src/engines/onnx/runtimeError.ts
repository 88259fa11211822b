import { memoryError } from "../memoryError.ts";

/** Convert an error of ONNX Runtime, whose message includes its source location, to an error with a one-line message. */
export function runtimeError(caller: "compile" | "run", error: unknown): unknown {
  const explained = memoryError(caller, error);
  if (explained !== error) return explained;
  const [line] = (error instanceof Error ? error.message : String(error)).trim().split("\n");
  return new Error(`${caller}: ONNX Runtime could not compute the function (${line}). Use another engine.`, {
    cause: error,
  });
}
