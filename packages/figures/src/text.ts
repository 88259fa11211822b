/**
 * Format numbers for reports and terminals. This module has no dependencies.
 *
 * ```ts
 * import { duration, plural } from "@cellgen/figures/text";
 * console.log(`${plural(1200, "image")} in ${duration(150)}`); // 1,200 images in 2 min 30 s
 * ```
 *
 * @module
 */
export { count, duration, number, plural } from "./text/numberText.ts";
