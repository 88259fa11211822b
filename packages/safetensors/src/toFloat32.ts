import type { SafetensorsEntry } from "./decodeSafetensors.ts";

/**
 * Convert a floating-point tensor to float32.
 *
 * BF16 and F16 are exact (including subnormals, infinities and NaN); F64 is rounded to nearest.
 *
 * @returns `entry.data` itself if it is float32, otherwise a new array.
 * @throws TypeError if the tensor has integers or 8-bit floats.
 */
export function toFloat32(entry: Pick<SafetensorsEntry, "dtype" | "data">): Float32Array {
  const { dtype, data } = entry;
  if (dtype === "F32" && data instanceof Float32Array) return data;
  if (dtype === "F64" && data instanceof Float64Array) return Float32Array.from(data);
  if (dtype === "BF16" && data instanceof Uint16Array) {
    // bfloat16 is the upper half of float32.
    return new Float32Array(Uint32Array.from(data, (bits) => bits << 16).buffer);
  }
  if (dtype === "F16" && data instanceof Uint16Array) return Float32Array.from(data, halfToNumber);
  throw new TypeError(`toFloat32: entry must have dtype F32, F64, F16 or BF16, got ${dtype}.`);
}

/** Convert IEEE 754 binary16: a sign, 5 bits of exponent (bias 15), 10 bits of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
