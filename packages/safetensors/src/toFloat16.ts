/**
 * Convert numbers to IEEE 754 binary16, for a tensor of dtype F16. It has half the bytes, 11 significant bits and magnitudes from 6e-8 to
 * 65504.
 *
 * Rounds to nearest, ties to even. Magnitudes from 65520 become infinite.
 *
 * @returns The raw bits. New array.
 */
export function toFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(bits, halfBits);
}

/** Convert the bits of a float32: a sign, 8 bits of exponent (bias 127), 23 bits of fraction. */
function halfBits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // NaN
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // 65520, halfway between the largest number and the next
  // Below 2^-14 the spacing is 2^-24, as it is for float32 from 2^-1. Adding 2^-1 thus rounds to it and leaves the multiple in the
  // fraction.
  if (magnitude < 0x38800000) {
    view.setUint32(0, magnitude);
    view.setFloat32(0, view.getFloat32(0) + 0.5);
    return sign | (view.getUint32(0) - 0x3f000000);
  }
  // Drop 13 bits of the fraction. Carry if more than half is dropped, or exactly half of an odd number.
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

const view = new DataView(new ArrayBuffer(4));
