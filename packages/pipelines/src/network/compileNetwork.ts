import type { CompiledFunction, ConstantTensor, Engine, Int8Options, Signature } from "@cellgen/engine";
import { type Denoiser, guidedDenoiser } from "@cellgen/samplers";
import type * as tf from "@tensorflow/tfjs-core";
import { checkModel, type DiffusionModel, nullClassOf } from "../model/diffusionModel.ts";
import type { ClassCondition } from "./classCondition.ts";

/** A checked model with its network compiled for one batch size. All uses of a model share this type. */
export interface CompiledNetwork {
  readonly model: DiffusionModel;
  readonly batchSize: number;
  readonly precision: "float32" | "int8";
  /**
   * Return the network as a denoiser of one batch.
   *
   * @param condition - Classes of the images. With guidance each step takes two network calls.
   * @param indices - Index of each image of the batch.
   */
  denoiser(condition: BatchCondition, indices: readonly number[]): Denoiser;
  dispose(): Promise<void>;
}

/** The part of a {@link ClassCondition} that a denoiser needs. */
type BatchCondition = Pick<ClassCondition, "labelOf" | "guidanceScale">;

export interface CompileOptions {
  /** Number of images computed together. */
  readonly batchSize: number;
  /** For int8 convolutions: returns the options with the calibration inputs. Called after the model is checked. */
  readonly int8?: () => Promise<Int8Options>;
}

/**
 * Compile a model's network with its weights as constants, so that the engine can pack them.
 *
 * Calls are serialized: concurrent uses of a network return the same results as sequential uses.
 *
 * @throws RangeError if the model's parts do not fit together, or `batchSize` is not a positive integer.
 */
export async function compileNetwork(
  caller: string,
  model: DiffusionModel,
  engine: Engine,
  { batchSize, int8 }: CompileOptions,
): Promise<CompiledNetwork> {
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`${caller}: batchSize must be an integer of at least 1, got ${batchSize}.`);
  }
  checkModel(caller, model);
  const { unet, card } = model;
  const shape: [number, number, number, number] = [batchSize, card.height, card.width, card.channels];
  const signature: Signature = {
    xt: { shape, dtype: "float32" },
    t: { shape: [batchSize], dtype: "int32" },
    ...(unet.config.numClassEmbeds === null ? {} : { labels: { shape: [batchSize], dtype: "int32" } }),
  };
  const run = await engine.compile(
    ({ xt, t, labels, ...parameters }) => ({
      output: unet.apply(
        parameters,
        xt as tf.Tensor4D,
        t as tf.Tensor1D,
        labels ? { classLabels: labels as tf.Tensor1D } : {},
      ),
    }),
    signature,
    { constants: constantsOf(caller, model), ...(int8 ? { int8: await int8() } : {}) },
  );
  const call = oneByOne(run);
  const nullLabel = nullClassOf(model);
  const ofLabels = (labels: readonly (number | undefined)[]): Denoiser => {
    // Without a null class, images that only fill the batch get class 0.
    const rows =
      card.classes.length === 0 ? undefined : Int32Array.from(labels, (label) => label ?? nullLabel ?? 0);
    return async (xt, t) => {
      const steps = new Int32Array(batchSize).fill(t);
      const { output } = await call({ xt, t: steps, ...(rows ? { labels: rows } : {}) });
      return output as Float32Array;
    };
  };
  return {
    model,
    batchSize,
    precision: int8 ? "int8" : "float32",
    denoiser({ labelOf, guidanceScale }, indices) {
      const conditional = ofLabels(indices.map((index) => labelOf(index)));
      const unconditional = ofLabels(indices.map(() => undefined));
      return guidedDenoiser(conditional, unconditional, guidanceScale);
    },
    dispose: () => run.dispose(),
  };
}

type Call = (...inputs: Parameters<CompiledFunction>) => ReturnType<CompiledFunction>;

/** Return a function whose calls run one after another. */
function oneByOne(run: Call): Call {
  let last: Promise<unknown> = Promise.resolve();
  return (...inputs) => {
    const result = last.then(() => run(...inputs));
    last = result.catch(() => undefined);
    return result;
  };
}

function constantsOf(caller: string, { unet, parameters }: DiffusionModel): Record<string, ConstantTensor> {
  const constants: Record<string, ConstantTensor> = {};
  for (const [name, shape] of Object.entries(unet.parameterShapes)) {
    const data = parameters[name];
    const size = shape.reduce((product, side) => product * side, 1);
    if (data?.length !== size) {
      throw new RangeError(
        `${caller}: parameters must have ${size} values for "${name}", got ${data?.length ?? "none"}.`,
      );
    }
    constants[name] = { shape, dtype: "float32", data };
  }
  return constants;
}
