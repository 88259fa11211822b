import type * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { longForm } from "../../../../test/longForm.ts";
import type { ConstantTensor, Engine, HostArray, TensorSpec } from "../../src/index.ts";
import { createEngine } from "../../src/node.ts";
import { gradientOf, weightsFor } from "../cases/operationCase.ts";
import { type NdArray, relativeDifference, typed, values } from "../ndarray.ts";
import { chainCases } from "./cases/chainCases.ts";
import { convolutionCases } from "./cases/convolutionCases.ts";
import { groupNormCases } from "./cases/groupNormCases.ts";
import { type ImageCase, weightsOf } from "./cases/imageCase.ts";
import { imageLayerCases } from "./cases/imageLayerCases.ts";
import { derivatives, deviation } from "./directions.ts";
import { arrayLayers, type Layers, tensorLayers } from "./layers.ts";

const everyCase = [...convolutionCases, ...groupNormCases, ...imageLayerCases, ...chainCases];
const titled = everyCase.map((imageCase): [string, ImageCase] => [imageCase.name, imageCase]);

const float = ({ shape }: NdArray): TensorSpec => ({ shape, dtype: "float32" });
const named = <T>(inputs: readonly NdArray[], of: (input: NdArray) => T): Record<string, T> =>
  Object.fromEntries(inputs.map((input, k) => [`${k}`, of(input)]));

/** The values, in float64, that both engines must give; computed once. */
const references = new Map<ImageCase, NdArray>();
const derivativesOf = new Map<ImageCase, number[]>();
function known<T>(map: Map<ImageCase, T>, imageCase: ImageCase, compute: () => T): T {
  const value = map.get(imageCase) ?? compute();
  map.set(imageCase, value);
  return value;
}
const expectedOf = (imageCase: ImageCase): NdArray =>
  known(references, imageCase, () => imageCase.reference(...imageCase.inputs));

/** With the machine's blocks of channels, if it has any, and in the long form with plain operators. */
describe.each(longForm ? [true, false] : [true])("engine onnx over images, blocks %s", (blocks) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine("onnx", { blocks });
  });
  afterAll(() => engine.dispose());

  it.runIf(process.arch === "x64")("takes blocks, unless told otherwise", () => {
    // Else every case below would pass on plain operators, whatever the blocks give.
    expect(engine.description).toMatch(blocks ? /blocks of (8|16) channels/ : /plain operators/);
  });

  describe("computes, with weights baked in,", () => {
    it.each(titled)("%s", async (_, imageCase) => {
      const [x, ...weights] = imageCase.inputs as [NdArray, ...NdArray[]];
      const constants = Object.fromEntries(
        weights.map((array, i): [string, ConstantTensor] => [
          `${i + 1}`,
          { ...float(array), data: typed(array, "float32") },
        ]),
      );
      const fn = (tensors: Readonly<Record<string, tf.Tensor>>) => ({
        y: imageCase.operation(...imageCase.inputs.map((_, k) => tensors[`${k}`]!)),
      });
      const run = await engine.compile(fn, { 0: float(x) }, { constants });
      const { y } = await run({ 0: typed(x, "float32") });
      const expected = expectedOf(imageCase);
      expect(run.outputs["y"]!.shape).toEqual(expected.shape);
      expect(relativeDifference(y!, expected.data)).toBeLessThan(imageCase.tolerance ?? 2e-5);
      await run.dispose();
    });
  });

  describe("differentiates", () => {
    it.each(titled)("%s", async (_, imageCase) => {
      const { inputs, tolerance = 2e-5 } = imageCase;
      const expected = expectedOf(imageCase);
      const w = weightsFor(expected.shape);
      const gradient = gradientOf(imageCase);
      const fn = (tensors: Readonly<Record<string, tf.Tensor>>) => ({
        ...gradient(tensors),
        y: imageCase.operation(...inputs.map((_, k) => tensors[`${k}`]!)),
      });
      const run = await engine.compile(fn, { ...named(inputs, float), w: float(w) });
      const given = {
        ...named<HostArray>(inputs, (input) => typed(input, "float32")),
        w: typed(w, "float32"),
      };
      const results = await run(given);
      expect(relativeDifference(results["y"]!, expected.data)).toBeLessThan(tolerance);
      known(derivativesOf, imageCase, () => derivatives(imageCase, w)).forEach((derivative, k) => {
        expect(run.outputs[`d${k}`]!.shape).toEqual(inputs[k]!.shape);
        expect(deviation(results[`d${k}`]!, inputs[k]!, derivative), `input ${k}`).toBeLessThan(tolerance);
      });
      await run.dispose();
    });
  });

  it("an image that is an output is the same where it is read on, and added to", async () => {
    const [x, filter, bias] = [values([2, 5, 7, 20], 1), ...weightsOf([3, 3, 20, 20], 2)] as const;
    const run = await engine.compile(
      (given) => {
        const program = outputs(tensorLayers, given["0"]!, given["1"]!, given["2"]!);
        return { skip: program[0], y: program[1], sum: program[2] };
      },
      named([x, filter, bias], float),
    );
    const results = await run(named([x, filter, bias], (input) => typed(input, "float32")));
    const [skip, y, sum] = outputs(arrayLayers, x, filter, bias);
    for (const [name, expected] of Object.entries({ skip, y, sum }))
      expect(relativeDifference(results[name]!, expected.data), name).toBeLessThan(2e-5);
    await run.dispose();
  });
});

/** An image, its convolution, and the sum of both. */
function outputs<T>(layers: Layers<T>, x: T, filter: T, bias: T): [skip: T, y: T, sum: T] {
  const skip = layers.silu(layers.conv2d(x, filter, bias));
  const y = layers.conv2d(skip, filter, bias);
  return [skip, y, layers.add(layers.conv2d(y, filter, bias), skip)];
}
