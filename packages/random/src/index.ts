/**
 * Counter-based random numbers: every number is a function of (seed, stream, index), none of what was drawn before. So image 7 gets
 * the same noise alone as in a batch of 64, and a run that was resumed at step 1000 sees the numbers it would have seen.
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
