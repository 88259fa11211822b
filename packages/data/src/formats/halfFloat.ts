/**
 * Convert half-precision numbers to float32, exactly.
 *
 * @param bits - IEEE 754 binary16 numbers, as unsigned integers.
 * @see IEEE 754-2019, section 3.6: `(-1)^s 2^(e-15) (1 + m/1024)`, `e = 0`: `(-1)^s 2^-14 m/1024`, `e = 31`: infinity or NaN.
 */
export function floatsOfHalves(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, floatOfHalf);
}

function floatOfHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return (sign * mantissa) / 2 ** 24;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}
