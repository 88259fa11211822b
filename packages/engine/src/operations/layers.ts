import type { Shape4 } from "../graph/shape.ts";
import { floatOutput, floats, input, like, type Operations } from "./Operation.ts";

/** Other layers of `@cellgen/nn`: SiLU, attention, upsampling. */
export const layers: Operations = {
  CellgenSilu: { outputs: like("x") },
  CellgenSiluGradient: { outputs: like("x") },
  CellgenAttention: {
    outputs: (inputs) => {
      const [query, key] = [input(inputs, "query"), input(inputs, "key")];
      return [query, ...floatOutput([query.shape[0]!, query.shape[1]!, key.shape[1]!])];
    },
  },
  CellgenAttentionGradient: {
    outputs: (inputs) => [input(inputs, "query"), input(inputs, "key"), input(inputs, "value")],
  },
  CellgenUpsample2x: {
    outputs: (inputs) => {
      const [n, h, w, c] = input(inputs, "x").shape as Shape4;
      return floatOutput([n, 2 * h, 2 * w, c]);
    },
  },
  CellgenUpsample2xGradient: {
    outputs: (inputs) => {
      const [n, h, w, c] = input(inputs, "dy").shape as Shape4;
      return floatOutput([n, h / 2, w / 2, c]);
    },
  },
  ResizeNearestNeighbor: {
    types: floats,
    outputs: (inputs, { size }) => {
      const [n, , , c] = input(inputs, "images").shape as Shape4;
      return floatOutput([n, ...(size as [number, number]), c]);
    },
  },
};
