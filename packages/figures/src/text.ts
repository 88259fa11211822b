/**
 * Numbers as text in reports and on a terminal. Loads nothing else.
 *
 * ```ts
 * import { duration, plural } from "@cellgen/figures/text";
 * console.log(`${plural(1200, "image")} in ${duration(150)}`); // 1,200 images in 2 min 30 s
 * ```
 *
 * @module
 */
export { count, duration, number, plural } from "./text/numberText.ts";
