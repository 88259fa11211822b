import * as onnxruntime from "@cellgen/onnxruntime";
import { describe, expect, it } from "vitest";
import { lowerToOnnx } from "../../src/lowering/lowerToOnnx.ts";
import { graphOf, node, value } from "../graphs.ts";

describe("lowerToOnnx", () => {
  it("keeps constants apart that differ in the sign of zero alone", async () => {
    const [x, zero, minusZero, a, b, c] = [value(1), value(1), value(1), value(1), value(1), value(1)];
    const divide = (by: typeof x, y: typeof x) => node("RealDiv", { a: x, b: by }, y);
    const again = value(1);
    const model = lowerToOnnx({
      ...graphOf([divide(zero, a), divide(minusZero, b), divide(again, c)], { a, b, c }, { x }),
      constants: new Map([
        [zero, Float32Array.of(0)],
        [minusZero, Float32Array.of(-0)],
        [again, Float32Array.of(0)],
      ]),
    });
    const session = await onnxruntime.InferenceSession.create(model);
    const results = await session.run({ x: new onnxruntime.Tensor("float32", Float32Array.of(1), [1]) });
    await session.release();
    expect(["a", "b", "c"].map((name) => results[name]!.data[0])).toEqual([Infinity, -Infinity, Infinity]);
  });

  const image = () => value(2, 4, 4, 6);
  const [x, sum, dy] = [image(), image(), image()];
  const [shift, vector, statistic] = [value(2, 1, 1, 6), value(6), value(2, 3)];
  const norm = { x, gamma: vector, beta: vector, shift };
  const normAttributes = { groups: 3, epsilon: 1e-5, silu: true };

  it.each([
    [
      "a convolution that adds an image",
      "CellgenConv2d",
      "sum",
      { x, filter: value(3, 3, 6, 6), bias: vector, sum },
      [image()],
      { strides: 1, pads: [1, 1, 1, 1] },
    ],
    [
      "a group norm that adds a number to each channel",
      "CellgenGroupNorm",
      "shift",
      norm,
      [image(), statistic, statistic],
      normAttributes,
    ],
    [
      "the gradient of one",
      "CellgenGroupNormGradient",
      "shift",
      { ...norm, mean: statistic, rstd: statistic, dy },
      [image(), value(6), value(6)],
      normAttributes,
    ],
  ] as const)(
    "refuses %s where it has no blocks to write it in",
    (_, kernel, name, inputs, outputs, attributes) => {
      const call = { ...node(kernel, inputs, ...outputs), attributes };
      const graph = graphOf([call], { y: outputs[0] }, inputs);
      expect(() => lowerToOnnx(graph)).toThrow(
        new Error(
          `compile: ${kernel} with the input "${name}" needs the blocked channel layout, which cannot be used here. Create the engine with blocks: false.`,
        ),
      );
      expect(lowerToOnnx(graph, { blockSize: 16 })).toBeInstanceOf(Uint8Array);
      const { [name as "x"]: _added, ...others } = inputs;
      const plain = graphOf([{ ...call, inputs: others }], { y: outputs[0] }, others);
      expect(lowerToOnnx(plain)).toBeInstanceOf(Uint8Array);
    },
  );
});
