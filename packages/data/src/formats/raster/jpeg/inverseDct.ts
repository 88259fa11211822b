/** Position in a block, row by row, of each coefficient in zigzag order. */
const ZIGZAG: Uint8Array = Uint8Array.of(
  ...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48],
  ...[41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23],
  ...[30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63],
);

/** Fractional bits of the constants, and of the values between the passes. */
const CONSTANT_BITS = 13;
const PASS_BITS = 2;
const constant = (value: number): number => Math.round(value * (1 << CONSTANT_BITS));

const [C_0_298, C_0_390, C_0_541, C_0_765] = [0.298631336, 0.390180644, 0.5411961, 0.765366865].map(
  constant,
) as [number, number, number, number];
const [C_0_899, C_1_175, C_1_501, C_1_847] = [0.899976223, 1.175875602, 1.50132111, 1.847759065].map(
  constant,
) as [number, number, number, number];
const [C_1_961, C_2_053, C_2_562, C_3_072] = [1.96157056, 2.053119869, 2.562915447, 3.072711026].map(
  constant,
) as [number, number, number, number];

const work = new Int32Array(64);
const block = new Int32Array(64);

/**
 * Compute the samples of a block with the integers of Loeffler, Ligtenberg and Moschytz, as libjpeg does: equal results.
 *
 * @param coefficients - In zigzag order.
 * @param samples - Receives 8 rows of 8 samples in 0…255.
 * @param at - Position of the first one; rows are `stride` apart.
 * @see Loeffler, Ligtenberg and Moschytz 1989, ICASSP.
 */
export function inverseDct(
  coefficients: Int32Array,
  quantization: Uint16Array,
  samples: Uint8ClampedArray,
  at: number,
  stride: number,
): void {
  for (let k = 0; k < 64; k++) block[ZIGZAG[k]!] = coefficients[k]! * quantization[k]!;
  for (let column = 0; column < 8; column++) {
    pass(block, column, 8, work, column, 8, CONSTANT_BITS - PASS_BITS, PASS_BITS);
  }
  for (let row = 0; row < 8; row++) {
    pass(work, 8 * row, 1, block, 8 * row, 1, CONSTANT_BITS + PASS_BITS + 3, -(PASS_BITS + 3));
    for (let x = 0; x < 8; x++) {
      samples[at + row * stride + x] = block[8 * row + x]! + 128;
    }
  }
}

/**
 * Transform eight values.
 *
 * @param shift - Bits of the result that are rounded off.
 * @param scale - Bits by which a constant is scaled in the result; negative to round them off.
 */
function pass(
  input: Int32Array,
  from: number,
  step: number,
  output: Int32Array,
  to: number,
  toStep: number,
  shift: number,
  scale: number,
): void {
  const i0 = input[from]!;
  const i1 = input[from + step]!;
  const i2 = input[from + 2 * step]!;
  const i3 = input[from + 3 * step]!;
  const i4 = input[from + 4 * step]!;
  const i5 = input[from + 5 * step]!;
  const i6 = input[from + 6 * step]!;
  const i7 = input[from + 7 * step]!;
  if ((i1 | i2 | i3 | i4 | i5 | i6 | i7) === 0) {
    const value = scale > 0 ? i0 << scale : (i0 + (1 << (-scale - 1))) >> -scale;
    for (let k = 0; k < 8; k++) output[to + k * toStep] = value;
    return;
  }
  // Even part.
  const e = (i2 + i6) * C_0_541;
  const even2 = e - i6 * C_1_847;
  const even3 = e + i2 * C_0_765;
  const even0 = (i0 + i4) << CONSTANT_BITS;
  const even1 = (i0 - i4) << CONSTANT_BITS;
  const t10 = even0 + even3;
  const t13 = even0 - even3;
  const t11 = even1 + even2;
  const t12 = even1 - even2;
  // Odd part.
  const o5 = (i7 + i3 + i5 + i1) * C_1_175;
  const o1 = -(i7 + i1) * C_0_899;
  const o2 = -(i5 + i3) * C_2_562;
  const o3 = o5 - (i7 + i3) * C_1_961;
  const o4 = o5 - (i5 + i1) * C_0_390;
  const t0 = i7 * C_0_298 + o1 + o3;
  const t1 = i5 * C_2_053 + o2 + o4;
  const t2 = i3 * C_3_072 + o2 + o3;
  const t3 = i1 * C_1_501 + o1 + o4;
  const half = 1 << (shift - 1);
  output[to] = (t10 + t3 + half) >> shift;
  output[to + 7 * toStep] = (t10 - t3 + half) >> shift;
  output[to + toStep] = (t11 + t2 + half) >> shift;
  output[to + 6 * toStep] = (t11 - t2 + half) >> shift;
  output[to + 2 * toStep] = (t12 + t1 + half) >> shift;
  output[to + 5 * toStep] = (t12 - t1 + half) >> shift;
  output[to + 3 * toStep] = (t13 + t0 + half) >> shift;
  output[to + 4 * toStep] = (t13 - t0 + half) >> shift;
}
