/** Fractional bits of the constants, and of the values between the passes. */
const CONSTANT_BITS = 13;
const PASS_BITS = 2;
const SHIFT_1: number = CONSTANT_BITS - PASS_BITS;
const SHIFT_2: number = CONSTANT_BITS + PASS_BITS + 3;
const HALF_1: number = 1 << (SHIFT_1 - 1);
// 128 is the middle of the samples.
const HALF_2: number = (1 << (SHIFT_2 - 1)) + (128 << SHIFT_2);

/** `round(8192 c)` of the constants of the algorithm. */
const C_0_298 = 2446;
const C_0_390 = 3196;
const C_0_541 = 4433;
const C_0_765 = 6270;
const C_0_899 = 7373;
const C_1_175 = 9633;
const C_1_501 = 12299;
const C_1_847 = 15137;
const C_1_961 = 16069;
const C_2_053 = 16819;
const C_2_562 = 20995;
const C_3_072 = 25172;

const work = new Int32Array(64);

/**
 * Compute the samples of a block with the integers of libjpeg, by the algorithm of Loeffler, Ligtenberg and Moschytz: equal results.
 *
 * @param block - 8 rows of 8 coefficients, multiplied by their factors.
 * @param columns - Bit k is set if column k of the block has a coefficient below its first row.
 * @param samples - Receives 8 rows of 8 samples in 0…255.
 * @param at - Position of the first one; rows are `stride` apart.
 * @see Loeffler, Ligtenberg and Moschytz 1989, ICASSP.
 */
export function inverseDct(
  block: Int32Array,
  columns: number,
  samples: Uint8ClampedArray,
  at: number,
  stride: number,
): void {
  if (columns === 0 && hasOnlyFirst(block)) {
    const value = ((block[0]! << (CONSTANT_BITS + PASS_BITS)) + HALF_2) >> SHIFT_2;
    for (let r = 0, o = at; r < 8; r++, o += stride) setRow(samples, o, value);
    return;
  }
  for (let c = 0; c < 8; c++) {
    const i0 = block[c]!;
    if ((columns & (1 << c)) === 0) {
      const value = i0 << PASS_BITS;
      work[c] = value;
      work[c + 8] = value;
      work[c + 16] = value;
      work[c + 24] = value;
      work[c + 32] = value;
      work[c + 40] = value;
      work[c + 48] = value;
      work[c + 56] = value;
      continue;
    }
    const i1 = block[c + 8]!;
    const i2 = block[c + 16]!;
    const i3 = block[c + 24]!;
    const i4 = block[c + 32]!;
    const i5 = block[c + 40]!;
    const i6 = block[c + 48]!;
    const i7 = block[c + 56]!;
    const e = Math.imul(i2 + i6, C_0_541);
    const e2 = e - Math.imul(i6, C_1_847);
    const e3 = e + Math.imul(i2, C_0_765);
    const e0 = ((i0 + i4) << CONSTANT_BITS) + HALF_1;
    const e1 = ((i0 - i4) << CONSTANT_BITS) + HALF_1;
    const o5 = Math.imul(i7 + i3 + i5 + i1, C_1_175);
    const o1 = Math.imul(i7 + i1, -C_0_899);
    const o2 = Math.imul(i5 + i3, -C_2_562);
    const o3 = o5 - Math.imul(i7 + i3, C_1_961);
    const o4 = o5 - Math.imul(i5 + i1, C_0_390);
    const t0 = Math.imul(i7, C_0_298) + o1 + o3;
    const t1 = Math.imul(i5, C_2_053) + o2 + o4;
    const t2 = Math.imul(i3, C_3_072) + o2 + o3;
    const t3 = Math.imul(i1, C_1_501) + o1 + o4;
    work[c] = (e0 + e3 + t3) >> SHIFT_1;
    work[c + 56] = (e0 + e3 - t3) >> SHIFT_1;
    work[c + 8] = (e1 + e2 + t2) >> SHIFT_1;
    work[c + 48] = (e1 + e2 - t2) >> SHIFT_1;
    work[c + 16] = (e1 - e2 + t1) >> SHIFT_1;
    work[c + 40] = (e1 - e2 - t1) >> SHIFT_1;
    work[c + 24] = (e0 - e3 + t0) >> SHIFT_1;
    work[c + 32] = (e0 - e3 - t0) >> SHIFT_1;
  }
  for (let r = 0, o = at; r < 64; r += 8, o += stride) {
    const i0 = work[r]!;
    const i1 = work[r + 1]!;
    const i2 = work[r + 2]!;
    const i3 = work[r + 3]!;
    const i4 = work[r + 4]!;
    const i5 = work[r + 5]!;
    const i6 = work[r + 6]!;
    const i7 = work[r + 7]!;
    if ((i1 | i2 | i3 | i4 | i5 | i6 | i7) === 0) {
      setRow(samples, o, ((i0 << CONSTANT_BITS) + HALF_2) >> SHIFT_2);
      continue;
    }
    const e = Math.imul(i2 + i6, C_0_541);
    const e2 = e - Math.imul(i6, C_1_847);
    const e3 = e + Math.imul(i2, C_0_765);
    const e0 = ((i0 + i4) << CONSTANT_BITS) + HALF_2;
    const e1 = ((i0 - i4) << CONSTANT_BITS) + HALF_2;
    const o5 = Math.imul(i7 + i3 + i5 + i1, C_1_175);
    const o1 = Math.imul(i7 + i1, -C_0_899);
    const o2 = Math.imul(i5 + i3, -C_2_562);
    const o3 = o5 - Math.imul(i7 + i3, C_1_961);
    const o4 = o5 - Math.imul(i5 + i1, C_0_390);
    const t0 = Math.imul(i7, C_0_298) + o1 + o3;
    const t1 = Math.imul(i5, C_2_053) + o2 + o4;
    const t2 = Math.imul(i3, C_3_072) + o2 + o3;
    const t3 = Math.imul(i1, C_1_501) + o1 + o4;
    samples[o] = (e0 + e3 + t3) >> SHIFT_2;
    samples[o + 7] = (e0 + e3 - t3) >> SHIFT_2;
    samples[o + 1] = (e1 + e2 + t2) >> SHIFT_2;
    samples[o + 6] = (e1 + e2 - t2) >> SHIFT_2;
    samples[o + 2] = (e1 - e2 + t1) >> SHIFT_2;
    samples[o + 5] = (e1 - e2 - t1) >> SHIFT_2;
    samples[o + 3] = (e0 - e3 + t0) >> SHIFT_2;
    samples[o + 4] = (e0 - e3 - t0) >> SHIFT_2;
  }
}

/** Whether the first row of a block has no coefficient except the first one. */
function hasOnlyFirst(block: Int32Array): boolean {
  return (block[1]! | block[2]! | block[3]! | block[4]! | block[5]! | block[6]! | block[7]!) === 0;
}

/** Set 8 samples: faster than `fill`. */
function setRow(samples: Uint8ClampedArray, at: number, value: number): void {
  samples[at] = value;
  samples[at + 1] = value;
  samples[at + 2] = value;
  samples[at + 3] = value;
  samples[at + 4] = value;
  samples[at + 5] = value;
  samples[at + 6] = value;
  samples[at + 7] = value;
}
