import { OutOfMemoryError } from "../api/OutOfMemoryError.ts";

/** Error messages of native code, WebAssembly and JavaScript for a failed allocation. */
const outOfMemory =
  /would require more than \d+ bytes|requested texture size .* greater than webgl maximum|failed to allocate memory|bad_alloc|out of memory|\boom\b|not enough memory|allocation failed|could not allocate|maximum memory size|memory access out of bounds|invalid typed array length/i;

/**
 * Convert an error: return an OutOfMemoryError if memory ran out, otherwise the error itself.
 *
 * @param caller - Prefix of the message.
 */
export function memoryError(caller: "compile" | "run", error: unknown): unknown {
  if (error instanceof OutOfMemoryError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (!outOfMemory.test(message)) return error;
  const bytes = /requested buffer of size (\d+)/.exec(message)?.[1];
  return new OutOfMemoryError(caller, bytes === undefined ? undefined : Number(bytes), { cause: error });
}
