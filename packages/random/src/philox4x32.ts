/** Weyl increments and multipliers of Salmon et al. 2011, table 2; the multipliers in 16-bit halves. */
const KEY_INCREMENT_0 = 0x9e3779b9;
const KEY_INCREMENT_1 = 0xbb67ae85;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_0_HIGH = 0xd251;
const MULTIPLIER_0_LOW = 0x1f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const MULTIPLIER_1_HIGH = 0xcd9e;
const MULTIPLIER_1_LOW = 0x8d57;

/**
 * Write the block of counter (c0, c1, c2, c3) under key (k0, k1) to `out[0…3]`. Allocates nothing.
 *
 * The upper word of each 32x32-bit product is assembled from 16-bit halves: JavaScript has no fast wider integer product, and a float64
 * product loses the low bits.
 */
export function philoxBlock(
  out: Uint32Array,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  rounds: number,
): void {
  let x0 = c0 | 0;
  let x1 = c1 | 0;
  let x2 = c2 | 0;
  let x3 = c3 | 0;
  let key0 = k0 | 0;
  let key1 = k1 | 0;
  for (let round = 0; round < rounds; round++) {
    const low0 = x0 & 0xffff;
    const high0 = x0 >>> 16;
    const cross0 = Math.imul(low0, MULTIPLIER_0_HIGH);
    const cross1 = Math.imul(high0, MULTIPLIER_0_LOW);
    const carry0 = (Math.imul(low0, MULTIPLIER_0_LOW) >>> 16) + (cross0 & 0xffff) + (cross1 & 0xffff);
    const productHigh0 =
      (Math.imul(high0, MULTIPLIER_0_HIGH) + (cross0 >>> 16) + (cross1 >>> 16) + (carry0 >>> 16)) | 0;
    const productLow0 = Math.imul(x0, MULTIPLIER_0);

    const low2 = x2 & 0xffff;
    const high2 = x2 >>> 16;
    const cross2 = Math.imul(low2, MULTIPLIER_1_HIGH);
    const cross3 = Math.imul(high2, MULTIPLIER_1_LOW);
    const carry2 = (Math.imul(low2, MULTIPLIER_1_LOW) >>> 16) + (cross2 & 0xffff) + (cross3 & 0xffff);
    const productHigh2 =
      (Math.imul(high2, MULTIPLIER_1_HIGH) + (cross2 >>> 16) + (cross3 >>> 16) + (carry2 >>> 16)) | 0;
    const productLow2 = Math.imul(x2, MULTIPLIER_1);

    x0 = productHigh2 ^ x1 ^ key0;
    x1 = productLow2;
    x2 = productHigh0 ^ x3 ^ key1;
    x3 = productLow0;
    key0 = (key0 + KEY_INCREMENT_0) | 0;
    key1 = (key1 + KEY_INCREMENT_1) | 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}

/**
 * Compute Philox4x32: 128 random bits as a function of a 128-bit counter and a 64-bit key.
 *
 * Each round: `(x0, x1, x2, x3) <- (hi(M1 x2) ^ x1 ^ k0, lo(M1 x2), hi(M0 x0) ^ x3 ^ k1, lo(M0 x0))`, after which Weyl constants are added
 * to the key. Seven rounds pass BigCrush; the default of ten leaves a margin.
 *
 * @param counter - Four words, least significant first.
 * @param key - Two words, least significant first.
 * @param rounds - @default 10
 * @returns Four words. New array.
 * @throws RangeError if `counter` does not have 4 words, `key` does not have 2, or `rounds` is not a positive integer.
 * @see Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3".
 */
export function philox4x32(counter: Uint32Array, key: Uint32Array, rounds = 10): Uint32Array {
  const [c0, c1, c2, c3] = counter;
  const [k0, k1] = key;
  if (counter.length !== 4 || c0 === undefined || c1 === undefined || c2 === undefined || c3 === undefined) {
    throw new RangeError(`philox4x32: counter must have 4 words, got ${counter.length}.`);
  }
  if (key.length !== 2 || k0 === undefined || k1 === undefined) {
    throw new RangeError(`philox4x32: key must have 2 words, got ${key.length}.`);
  }
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new RangeError(`philox4x32: rounds must be a positive integer, got ${rounds}.`);
  }
  const out = new Uint32Array(4);
  philoxBlock(out, c0, c1, c2, c3, k0, k1, rounds);
  return out;
}
