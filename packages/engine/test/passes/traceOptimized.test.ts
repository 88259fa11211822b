import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { setEagerBackend } from "../../src/engines/eager/setEagerBackend.ts";
import type { TensorFunction } from "../../src/index.ts";
import { traceOptimized } from "../../src/passes/traceOptimized.ts";
import { trace } from "../../src/trace/trace.ts";

const signature = { x: { shape: [2, 3], dtype: "float32" } } as const;

beforeAll(() => setEagerBackend());

it("traceOptimized leaves copies out of a gradient, products with ones, and the sum whose value nobody asks for", () => {
  const gradient: TensorFunction = ({ x }) => ({
    dx: tf.grad((z) => tf.sum(tf.mul(tf.exp(z), 3)))(x!),
  });
  const before = trace(gradient, signature).nodes.map(({ kernel }) => kernel);
  expect(before).toEqual(expect.arrayContaining(["Identity", "Sum"]));
  expect(before.filter((kernel) => kernel === "Multiply")).toHaveLength(4);

  const { inputs, nodes, outputs, constants } = traceOptimized(gradient, signature);
  // dx = (1·3)·exp(x): what a gradient begins with, 1, is brought to the sum's shape.
  const [exp, one, ones, threes, product] = nodes;
  expect(nodes.map(({ kernel }) => kernel)).toEqual([
    "Exp",
    "Reshape",
    "BroadcastTo",
    "Multiply",
    "Multiply",
  ]);
  expect(exp!.inputs).toEqual({ x: inputs["x"] });
  expect(ones!.inputs).toEqual({ x: one!.outputs[0] });
  expect(threes!.inputs["a"]).toBe(ones!.outputs[0]);
  expect([...constants.values()]).toEqual([Float32Array.of(3), Float32Array.of(1)]);
  expect(new Set(Object.values(product!.inputs))).toEqual(new Set([threes!.outputs[0], exp!.outputs[0]]));
  expect(outputs).toEqual({ dx: product!.outputs[0] });
});

it("traceOptimized passes constants on to the trace, and keeps those that are read alone", () => {
  const constant = (value: number) =>
    ({ shape: [1], dtype: "float32", data: Float32Array.of(value) }) as const;
  const { nodes, constants } = traceOptimized(
    ({ x, c, d }) => {
      tf.add(x!, d!);
      return { y: tf.sub(tf.clone(x!), c!) };
    },
    signature,
    { constants: { c: constant(7), d: constant(8) } },
  );
  expect(nodes.map(({ kernel }) => kernel)).toEqual(["Sub"]);
  expect([...constants.values()]).toEqual([Float32Array.of(7)]);
});
