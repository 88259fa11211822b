import type { PixelArray } from "@cellgen/filters";

/** Number type of pixel values. Half-precision files are read as float32; 1-, 2- and 4-bit files as uint8. */
export type PixelType = keyof typeof pixelArrays;

/** Array class of each pixel type. */
export const pixelArrays = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** Return the pixel type of an array. */
export function pixelTypeOf(data: PixelArray): PixelType {
  for (const type of pixelTypes) if (data instanceof pixelArrays[type]) return type;
  throw new TypeError("pixelTypeOf: data must be a typed array of 8- to 32-bit integers or floats.");
}

/** All pixel types. */
export const pixelTypes: readonly PixelType[] = Object.keys(pixelArrays) as PixelType[];

/** Return whether a pixel type holds floating-point values. */
export function isFloatType(type: PixelType): boolean {
  return type === "float32" || type === "float64";
}

/** Return the minimum and maximum of an integer pixel type; undefined for floating-point types. */
export function integerLimits(type: PixelType): readonly [min: number, max: number] | undefined {
  if (isFloatType(type)) return undefined;
  const bits = 8 * pixelArrays[type].BYTES_PER_ELEMENT;
  return type.startsWith("u") ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

/** Create an array of a pixel type. */
export function newPixels(type: PixelType, length: number): PixelArray {
  return new pixelArrays[type](length);
}
