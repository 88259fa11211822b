import type { OperationCase } from "../../cases/operationCase.ts";
import { type NdArray, values } from "../../ndarray.ts";
import { arrayLayers, type Layers, tensorLayers } from "../layers.ts";

/** A function over images whose operation and reference are the same program. */
export interface ImageCase extends OperationCase {
  /** What gradients and results may differ by, as a share of the largest. @default 2e-5 */
  readonly tolerance?: number;
}

export function imageCase(
  name: string,
  inputs: readonly NdArray[],
  program: <T>(layers: Layers<T>, ...given: T[]) => T,
  tolerance?: number,
): ImageCase {
  return {
    name,
    inputs,
    operation: (...tensors) => program(tensorLayers, ...tensors),
    reference: (...arrays) => program(arrayLayers, ...arrays),
    ...(tolerance !== undefined && { tolerance }),
  };
}

/** A filter that keeps numbers about as large as they are: [height, width, in, out]. */
function filterOf(shape: readonly [number, number, number, number], seed: number): NdArray {
  const range = 2 / Math.sqrt(shape[0] * shape[1] * shape[2]);
  return values(shape, seed, -range, range);
}

/** γ and β of group norm. */
export const affineOf = (channels: number, seed: number): [gamma: NdArray, beta: NdArray] => [
  values([channels], seed, 0.5, 1.5),
  values([channels], seed + 1),
];

/** A convolution's filter and bias. */
export const weightsOf = (
  shape: readonly [number, number, number, number],
  seed: number,
): [filter: NdArray, bias: NdArray] => [filterOf(shape, seed), values([shape[3]], seed + 1)];
