/** The error of an engine whose backend, an optional peer dependency, does not load. */
export function missingBackend(name: "webgl" | "webgpu", cause: unknown): Error {
  const [reason] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
  return new Error(
    `@tensorflow/tfjs-backend-${name} does not load (${reason}). Install it: npm install @tensorflow/tfjs-backend-${name}@4.22.0`,
    { cause },
  );
}
