/**
 * Return the frames of a stack, innermost first, as "file:line:column". V8 writes "at name (place)" or "at place", others "name@place".
 */
function places(stack: string): string[] {
  const frame = /^(?:\s*at (?:.*? \()?|.*?@)((?:file:\/\/|https?:\/\/|\/|[A-Z]:\\).*?:\d+:\d+)\)?$/gm;
  return [...stack.matchAll(frame)].map(([, place]) => place!.replace("file://", ""));
}

const fileOf = (place: string): string => place.replace(/:\d+:\d+$/, "");

/**
 * Return the line from which a function called TensorFlow.js.
 *
 * @param thrown - Stack of an error that TensorFlow.js threw.
 * @param tracer - Stack of the code that called the function.
 * @returns "file:line:column", or undefined if it cannot be determined, for example if all code of a page is in one file.
 */
export function callerLine(thrown: string, tracer: string): string | undefined {
  const [thrower, ...others] = places(thrown);
  const foreign = [thrower, places(tracer)[0]].map((place) => place && fileOf(place));
  return others.find((place) => !foreign.includes(fileOf(place)) && !/@tensorflow[\\/+]/.test(place));
}
