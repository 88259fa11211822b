/** What native code, WebAssembly and JavaScript say when they get no memory. */
const ranOut =
  /would require more than \d+ bytes|requested texture size .* greater than webgl maximum|failed to allocate memory|bad_alloc|out of memory|\boom\b|not enough memory|allocation failed|could not allocate|maximum memory size|memory access out of bounds|invalid typed array length/i;

/**
 * What is to be thrown for an error of the code that computes: one line if memory ran out, else the error itself.
 *
 * @param caller - What the message begins with.
 */
export function memoryError(caller: "compile" | "run", error: unknown): unknown {
  const message = error instanceof Error ? error.message : String(error);
  if (!ranOut.test(message)) return error;
  const bytes = /requested buffer of size (\d+)/.exec(message)?.[1];
  const missing = bytes ? `${(Number(bytes) / 1e9).toPrecision(2)} GB more` : "more";
  return new Error(
    `${caller}: memory must be enough for the function, ${missing} could not be had. Take smaller batches, smaller images or a smaller network.`,
    { cause: error },
  );
}
