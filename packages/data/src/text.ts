/**
 * Format numbers and words for reports, terminals and pages. This module has no dependencies.
 *
 * ```ts
 * import { duration, plural } from "@cellgen/data/text";
 * console.log(`${plural(1200, "image")} in ${duration(150)}`); // 1,200 images in 2 min 30 s
 * ```
 *
 * @module
 */
export { channelsText } from "./text/channelsText.ts";
export { count, duration, number, percent, plural } from "./text/numberText.ts";
export { shellWord } from "./text/shellWord.ts";
