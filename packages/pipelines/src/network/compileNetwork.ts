import type { CompiledFunction, ConstantTensor, Engine, Int8Options, Signature } from "@cellgen/engine";
import { type Denoiser, guidedDenoiser } from "@cellgen/samplers";
import type * as tf from "@tensorflow/tfjs-core";
import { checkModel, type DiffusionModel, nullClassOf } from "../model/diffusionModel.ts";
import type { ClassCondition } from "./classCondition.ts";

/** A model that was checked, with its network compiled for batches of one size. Every use of the model works on one. */
export interface CompiledNetwork {
  readonly model: DiffusionModel;
  readonly batchSize: number;
  readonly precision: "float32" | "int8";
  /**
   * The network as a denoiser of one batch.
   *
   * @param condition - The classes of the images. With guidance a step takes two calls of the network.
   * @param indices - The number of each image of the batch.
   */
  denoiser(condition: BatchCondition, indices: readonly number[]): Denoiser;
  dispose(): Promise<void>;
}

/** What a denoiser needs of a {@link ClassCondition}. */
type BatchCondition = Pick<ClassCondition, "labelOf" | "guidanceScale">;

export interface CompileOptions {
  /** Images that go through the network together. */
  readonly batchSize: number;
  /** For convolutions on whole numbers of eight bits: gives inputs to calibrate them on, once the model was checked. */
  readonly int8?: () => Promise<Int8Options>;
}

/**
 * Compiles a model's network with its weights baked in, so that the engine can pack them.
 *
 * Calls wait for one another: two uses of one network at the same time give what they give one after the other.
 *
 * @throws RangeError if the model's parts do not fit together, or `batchSize` is no whole number from 1.
 */
export async function compileNetwork(
  caller: string,
  model: DiffusionModel,
  engine: Engine,
  { batchSize, int8 }: CompileOptions,
): Promise<CompiledNetwork> {
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`${caller}: batchSize must be a whole number from 1, got ${batchSize}.`);
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
    // Where there is no null class, images that only fill the batch are of class 0.
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

/** A function whose calls each wait for those before. */
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
        `${caller}: parameters must hold ${size} values of "${name}", got ${data?.length ?? "none"}.`,
      );
    }
    constants[name] = { shape, dtype: "float32", data };
  }
  return constants;
}
