import { floatOutput, input, type Operations } from "./Operation.ts";

/** Group norm, optionally followed by SiLU, and its gradient. */
export const groupNorm: Operations = {
  CellgenGroupNorm: {
    outputs: (inputs, { groups }) => {
      const x = input(inputs, "x");
      const [perGroup] = floatOutput([x.shape[0]!, groups as number]);
      return [x, perGroup!, perGroup!];
    },
  },
  CellgenGroupNormGradient: {
    outputs: (inputs) => [input(inputs, "x"), input(inputs, "gamma"), input(inputs, "beta")],
  },
};
