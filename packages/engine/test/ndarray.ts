import type { TensorSpec } from "../src/index.ts";

/** A tensor in float64, row-major: what the references of these tests compute with. */
export interface NdArray {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The array whose element at each index is given. */
export function build(shape: readonly number[], element: (index: readonly number[]) => number): NdArray {
  const data = Array.from({ length: sizeOf(shape) }, (_, flat) => {
    const index = new Array<number>(shape.length);
    let rest = flat;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    return element(index);
  });
  return { shape, data };
}

/** The element at an index. */
export function at(x: NdArray, ...index: number[]): number {
  let flat = 0;
  for (let axis = 0; axis < index.length; axis++) flat = flat * x.shape[axis]! + index[axis]!;
  return x.data[flat]!;
}

/** The element that broadcasting puts at an index of a larger shape. */
export function broadcastAt(x: NdArray, index: readonly number[]): number {
  const own = index.slice(index.length - x.shape.length);
  return at(x, ...own.map((i, axis) => (x.shape[axis] === 1 ? 0 : i)));
}

export const map = (x: NdArray, f: (value: number) => number): NdArray => ({
  shape: x.shape,
  data: x.data.map(f),
});

/** The sum of a function over 0…count-1. */
export function total(count: number, term: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += term(i);
  return sum;
}

/** Values that float32 holds exactly, spread over the range, the same for the same seed. */
export function values(shape: readonly number[], seed: number, low = -2, high = 2): NdArray {
  const data = Array.from({ length: sizeOf(shape) }, (_, i) => {
    const hash = Math.sin(12.9898 * (i + 1) + 78.233 * seed) * 43758.5453;
    return Math.fround(low + (high - low) * (hash - Math.floor(hash)));
  });
  return { shape, data };
}

/** Whole numbers from low to high. */
export const wholes = (shape: readonly number[], seed: number, low: number, high: number): NdArray =>
  map(values(shape, seed, low, high + 1), Math.floor);

export function typed({ data }: NdArray, dtype: TensorSpec["dtype"]): Float32Array | Int32Array {
  return dtype === "float32" ? Float32Array.from(data) : Int32Array.from(data);
}

/** The largest difference between two arrays, as a share of the largest value. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    const distance = actual[i] === expected[i] ? 0 : Math.abs(actual[i]! - expected[i]!);
    if (Number.isNaN(distance)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, Math.abs(expected[i]!));
    difference = Math.max(difference, distance);
  }
  return difference / (largest || 1);
}
