import path from "node:path";

/** Replace control characters by question marks: file names may contain line breaks. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "?");
}

/** Shorten a path for display: relative to the working directory if it is below it, else absolute. */
export function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative === "" ? "." : relative.startsWith("..") || path.isAbsolute(relative) ? file : relative;
}
