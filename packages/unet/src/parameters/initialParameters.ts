import { randomStream } from "@cellgen/random";
import { isTable } from "../blocks/layers.ts";

/**
 * Initialize parameters with PyTorch's defaults: weights and biases of convolutions and linear maps from U(−b, b) with b = 1/√(in·filter
 * size) (`kaiming_uniform` with a = √5), tables from N(0, 1), scales of norms 1 and shifts 0.
 *
 * Tensor k is drawn from the stream ("init", k) of the seed and depends on nothing else.
 *
 * @param shapes - Shapes of the parameters in the layout of tfjs.
 * @param seed - 0…2^53-1.
 */
export function initialParameters(
  shapes: Readonly<Record<string, readonly number[]>>,
  seed: number,
): Record<string, Float32Array> {
  const parameters: Record<string, Float32Array> = {};
  for (const [index, [name, shape]] of Object.entries(shapes).entries()) {
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
    parameters[name] = values;
    const weightShape = shapes[name.replace(/\.bias$/, ".weight")]!;
    if (isTable(name)) {
      randomStream(seed, "init", index).fillNormal(values);
    } else if (weightShape.length === 1) {
      values.fill(name.endsWith(".weight") ? 1 : 0);
    } else {
      const fanIn = weightShape.slice(0, -1).reduce((product, size) => product * size, 1);
      const bound = 1 / Math.sqrt(fanIn);
      randomStream(seed, "init", index).fillUniform(values);
      for (let i = 0; i < values.length; i++) values[i] = (2 * values[i]! - 1) * bound;
    }
  }
  return parameters;
}
