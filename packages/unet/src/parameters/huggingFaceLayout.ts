import { isTable } from "../blocks/layers.ts";

export interface LayoutTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * Convert a parameter to the layout of Hugging Face's files: filters from `[height, width, in, out]` to `[out, in, height, width]`,
 * matrices from `[in, out]` to `[out, in]`. Vectors and tables are unchanged.
 *
 * @param name - The tensor's name, which identifies tables.
 * @throws RangeError if the length of the data does not match the shape.
 */
export function toHuggingFaceLayout(name: string, tensor: LayoutTensor): LayoutTensor {
  checkLength("toHuggingFaceLayout", name, tensor);
  if (isTable(name)) return tensor;
  if (tensor.shape.length === 4) return transpose(tensor, [3, 2, 0, 1]);
  return tensor.shape.length === 2 ? transpose(tensor, [1, 0]) : tensor;
}

/**
 * Convert a parameter from the layout of Hugging Face's files to that of tfjs: the inverse of {@link toHuggingFaceLayout}.
 *
 * @param name - The tensor's name, which identifies tables.
 * @throws RangeError if the length of the data does not match the shape.
 */
export function fromHuggingFaceLayout(name: string, tensor: LayoutTensor): LayoutTensor {
  checkLength("fromHuggingFaceLayout", name, tensor);
  if (isTable(name)) return tensor;
  if (tensor.shape.length === 4) return transpose(tensor, [2, 3, 1, 0]);
  return tensor.shape.length === 2 ? transpose(tensor, [1, 0]) : tensor;
}

function transpose({ shape, data }: LayoutTensor, order: readonly number[]): LayoutTensor {
  const steps = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const newShape = order.map((axis) => shape[axis]!);
  const newSteps = order.map((axis) => steps[axis]!);
  const result = new Float32Array(data.length);
  const index = newShape.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = data[from]!;
    for (let axis = newShape.length - 1; axis >= 0; axis--) {
      from += newSteps[axis]!;
      if (++index[axis]! < newShape[axis]!) break;
      from -= newShape[axis]! * newSteps[axis]!;
      index[axis] = 0;
    }
  }
  return { shape: newShape, data: result };
}

function checkLength(where: string, name: string, { shape, data }: LayoutTensor): void {
  const length = shape.reduce((product, size) => product * size, 1);
  if (data.length === length) return;
  throw new RangeError(
    `${where}: data of "${name}" must have ${length} values for shape [${shape}], got ${data.length}.`,
  );
}
