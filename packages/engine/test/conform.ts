import type * as tf from "@tensorflow/tfjs-core";
import type { Engine, EngineChoice, HostArray, Signature, TensorSpec } from "../src/index.ts";
import { compositionCases } from "./cases/compositionCases.ts";
import { elementwiseCases } from "./cases/elementwiseCases.ts";
import { layerCases } from "./cases/layerCases.ts";
import { differences, gradientOf, type OperationCase, typesOf, weightsFor } from "./cases/operationCase.ts";
import { randomLayerCases } from "./cases/randomLayerCases.ts";
import { reductionCases } from "./cases/reductionCases.ts";
import { shapeCases } from "./cases/shapeCases.ts";
import { wholeNumberCases } from "./cases/wholeNumberCases.ts";
import { type NdArray, relativeDifference, typed } from "./ndarray.ts";

/** What every engine is tried on, in Node and in pages. */
export const everyCase: readonly OperationCase[] = [
  ...elementwiseCases,
  ...wholeNumberCases,
  ...reductionCases,
  ...shapeCases,
  ...layerCases,
  ...randomLayerCases,
  ...compositionCases,
];

const onGraphicsCard: readonly EngineChoice[] = ["onnx:webgpu", "webgpu", "webgl"];

const toleranceOf = (choice: EngineChoice, { tolerance = 2e-5, gpuTolerance }: OperationCase): number =>
  (onGraphicsCard.includes(choice) ? gpuTolerance : undefined) ?? tolerance;

/**
 * Computes an operation on an engine.
 *
 * @param choice - The engine's name.
 * @returns What is wrong; undefined if the values are the reference's, or if the engine refuses what it shall refuse.
 */
export async function faultOfValues(
  engine: Engine,
  choice: EngineChoice,
  operationCase: OperationCase,
): Promise<string | undefined> {
  const { operation, reference, refused, inputs } = operationCase;
  const compute = (tensors: Readonly<Record<string, tf.Tensor>>) => ({
    y: operation(...inputs.map((_, k) => tensors[`${k}`]!)),
  });
  return fault(
    engine,
    compute,
    given(operationCase),
    refused?.[choice],
    toleranceOf(choice, operationCase),
    () => ({
      y: reference(...inputs),
    }),
  );
}

/** Computes its gradients, which are those of Σ w·y by each input, and compares them with differences of the reference. */
export async function faultOfGradients(
  engine: Engine,
  choice: EngineChoice,
  operationCase: OperationCase,
): Promise<string | undefined> {
  const weights = weightsFor(operationCase.reference(...operationCase.inputs).shape);
  const { signature, inputs } = given(operationCase);
  const withWeights = {
    signature: { ...signature, w: { shape: weights.shape, dtype: "float32" } as const },
    inputs: { ...inputs, w: typed(weights, "float32") },
  };
  const tolerance = toleranceOf(choice, operationCase);
  return fault(engine, gradientOf(operationCase), withWeights, undefined, tolerance, () =>
    Object.fromEntries(differences(operationCase, weights).map((array, k) => [`d${k}`, array])),
  );
}

interface Given {
  readonly signature: Signature;
  readonly inputs: Readonly<Record<string, HostArray>>;
}

/** The inputs under the names "0", "1", …: their signature, and their values. */
function given(operationCase: OperationCase): Given {
  const types = typesOf(operationCase);
  const named = <T>(of: (k: number) => T): Record<string, T> =>
    Object.fromEntries(operationCase.inputs.map((_, k) => [`${k}`, of(k)]));
  return {
    signature: named<TensorSpec>((k) => ({ shape: operationCase.inputs[k]!.shape, dtype: types[k]! })),
    inputs: named<HostArray>((k) => typed(operationCase.inputs[k]!, types[k]!)),
  };
}

async function fault(
  engine: Engine,
  fn: (tensors: Readonly<Record<string, tf.Tensor>>) => Record<string, tf.Tensor>,
  { signature, inputs }: Given,
  refusal: string | undefined,
  tolerance: number,
  expectedOf: () => Record<string, NdArray>,
): Promise<string | undefined> {
  const compiling = engine.compile(fn, signature);
  if (refusal !== undefined) {
    const said = await compiling.then(
      () => "nothing",
      (error: unknown) => String(error),
    );
    return said.includes(refusal) ? undefined : `must be refused with "${refusal}", it says ${said}`;
  }
  const run = await compiling;
  try {
    const results = await run(inputs);
    for (const [name, expected] of Object.entries(expectedOf())) {
      const shape = run.outputs[name]!.shape;
      if (String(shape) !== String(expected.shape))
        return `${name} has shape [${shape}], not [${expected.shape}]`;
      const difference = relativeDifference(results[name]!, expected.data);
      if (!(difference < tolerance)) return `${name} differs by ${difference}`;
    }
    return undefined;
  } finally {
    await run.dispose();
  }
}
