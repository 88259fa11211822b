import { memoryError } from "../memoryError.ts";

/** What is to be thrown, in one line, for an error of ONNX Runtime: it writes where in its own code it was. */
export function runtimeError(caller: "compile" | "run", error: unknown): unknown {
  const explained = memoryError(caller, error);
  if (explained !== error) return explained;
  const [line] = (error instanceof Error ? error.message : String(error)).trim().split("\n");
  return new Error(`${caller}: ONNX Runtime could not compute the function (${line}). Take another engine.`, {
    cause: error,
  });
}
