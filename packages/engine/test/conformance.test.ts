import type * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine, EngineName, EngineOptions, HostArray, TensorSpec } from "../src/index.ts";
import { createEngine } from "../src/node.ts";
import { compositionCases } from "./compositionCases.ts";
import { elementwiseCases } from "./elementwiseCases.ts";
import { layerCases } from "./layerCases.ts";
import { relativeDifference, typed } from "./ndarray.ts";
import { nodeEngines } from "./nodeEngines.ts";
import {
  differences,
  gradientOf,
  isDifferentiable,
  type OperationCase,
  typesOf,
  weightsFor,
} from "./operationCase.ts";
import { reductionCases } from "./reductionCases.ts";
import { shapeCases } from "./shapeCases.ts";
import { wholeNumberCases } from "./wholeNumberCases.ts";

const everyCase = [
  ...elementwiseCases,
  ...wholeNumberCases,
  ...reductionCases,
  ...shapeCases,
  ...layerCases,
  ...compositionCases,
];
const tolerance = 2e-5;

const titled = (some: readonly OperationCase[]): [string, OperationCase][] =>
  some.map((operationCase) => [operationCase.name, operationCase]);

/** The inputs under the names "0", "1", …: their signature, and their values. */
function given(operationCase: OperationCase) {
  const types = typesOf(operationCase);
  const named = <T>(of: (k: number) => T): Record<string, T> =>
    Object.fromEntries(operationCase.inputs.map((_, k) => [`${k}`, of(k)]));
  return {
    signature: named<TensorSpec>((k) => ({ shape: operationCase.inputs[k]!.shape, dtype: types[k]! })),
    inputs: named<HostArray>((k) => typed(operationCase.inputs[k]!, types[k]!)),
  };
}

const engines: readonly (readonly [title: string, name: EngineName, options: EngineOptions])[] = [
  ...nodeEngines.map((name) => [name, name, {}] as const),
  ["onnx, plain operators", "onnx", { blocks: false }],
];

describe.each(engines)("engine %s", (_, name, options) => {
  const cases = everyCase.filter(({ skipped }) => !skipped?.includes(name));
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine(name, options);
  });
  afterAll(() => engine.dispose());

  describe("computes", () => {
    it.each(titled(cases))("%s", async (_, operationCase) => {
      const { signature, inputs } = given(operationCase);
      const { operation, reference, refused } = operationCase;
      const compiling = engine.compile((tensors: Readonly<Record<string, tf.Tensor>>) => {
        return { y: operation(...operationCase.inputs.map((_, k) => tensors[`${k}`]!)) };
      }, signature);
      if (refused?.[name]) return expect(compiling).rejects.toThrow(refused[name]);

      const run = await compiling;
      const expected = reference(...operationCase.inputs);
      const { y } = await run(inputs);
      expect(run.outputs["y"]!.shape).toEqual(expected.shape);
      expect(relativeDifference(y!, expected.data)).toBeLessThan(tolerance);
      await run.dispose();
    });
  });

  describe("differentiates", () => {
    it.each(titled(cases.filter(isDifferentiable)))("%s", async (_, operationCase) => {
      const { signature, inputs } = given(operationCase);
      const { gradientRefused } = operationCase;
      const weights = weightsFor(operationCase.reference(...operationCase.inputs).shape);
      const w = { shape: weights.shape, dtype: "float32" } as const;
      const compiling = engine.compile(gradientOf(operationCase), { ...signature, w });
      if (gradientRefused?.[name]) return expect(compiling).rejects.toThrow(gradientRefused[name]);

      const run = await compiling;
      const gradients = await run({ ...inputs, w: typed(weights, "float32") });
      differences(operationCase, weights).forEach((expected, k) => {
        expect(run.outputs[`d${k}`]!.shape).toEqual(expected.shape);
        expect(relativeDifference(gradients[`d${k}`]!, expected.data), `input ${k}`).toBeLessThan(tolerance);
      });
      await run.dispose();
    });
  });
});
