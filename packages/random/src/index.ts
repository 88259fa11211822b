/**
 * Generate reproducible random numbers with a counter-based generator. Every number is a function of (seed, stream, index) and does not
 * depend on earlier draws: image 7 gets the same noise in any batch, and a resumed run continues with the same numbers.
 *
 * ```ts
 * import { randomStream } from "@cellgen/random";
 *
 * const noise = randomStream(42, "initialNoise", 7); // image 7 of seed 42
 * const xT = noise.fillNormal(new Float32Array(32 * 32));
 * const order = randomStream(42, "epoch", 3).permutation(1000);
 * console.log(xT[0], order[0]);
 * ```
 *
 * @module
 */
export { philox4x32 } from "./philox4x32.ts";
export { type RandomStream, randomStream } from "./randomStream.ts";
