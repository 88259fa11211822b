import type { OperationCase } from "../cases/operationCase.ts";
import { type NdArray, values } from "../ndarray.ts";

const step = 1e-5;

/** A direction in which all elements of an input move. */
const direction = ({ shape }: NdArray): NdArray => values(shape, 77, -1, 1);

/**
 * The derivative of Σ w·y along one direction of each input, by a central difference of the reference. With thousands of weights a
 * difference for each is too many; a gradient with one wrong element differs along nearly every direction.
 */
export function derivatives({ inputs, reference }: OperationCase, weights: NdArray): number[] {
  const loss = (changed: readonly NdArray[]): number =>
    reference(...changed).data.reduce((sum, y, i) => sum + y * weights.data[i]!, 0);
  return inputs.map((input, k) => {
    const along = direction(input);
    const moved = (by: number): NdArray[] =>
      inputs.with(k, { shape: input.shape, data: input.data.map((x, i) => x + by * along.data[i]!) });
    return (loss(moved(step)) - loss(moved(-step))) / (2 * step);
  });
}

/** How far a gradient is from the derivative along its input's direction, as a share of the gradient's length. */
export function deviation(gradient: ArrayLike<number>, input: NdArray, derivative: number): number {
  if (gradient.length !== input.data.length) return Number.POSITIVE_INFINITY;
  const along = direction(input);
  let product = 0;
  let square = 0;
  for (let i = 0; i < gradient.length; i++) {
    product += gradient[i]! * along.data[i]!;
    square += gradient[i]! ** 2;
  }
  // Not of a gradient that is zero but for rounding.
  return Math.abs(product - derivative) / Math.max(1, Math.sqrt(square));
}
