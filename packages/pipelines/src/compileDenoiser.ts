import type { ConstantTensor, Engine, Int8Options, Signature } from "@cellgen/engine";
import type { Denoiser } from "@cellgen/samplers";
import type * as tf from "@tensorflow/tfjs-core";
import { checkModel, type DiffusionModel } from "./diffusionModel.ts";

/** A model's network, ready to run on batches of one size. */
export interface CompiledDenoiser {
  /**
   * @param labels - One for each image of the batch, if the network takes classes. Read at each call.
   */
  denoiser(labels?: Int32Array): Denoiser;
  dispose(): Promise<void>;
}

/**
 * Compiles the network with its weights baked in, so that the engine can pack them.
 *
 * @param int8 - For convolutions on whole numbers of eight bits: gives inputs to calibrate them on, once the model has been checked.
 * @throws RangeError if the model's parts do not fit together, or `batchSize` is no whole number from 1.
 */
export async function compileDenoiser(
  caller: string,
  model: DiffusionModel,
  engine: Engine,
  batchSize: number,
  int8?: () => Promise<Int8Options>,
): Promise<CompiledDenoiser> {
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
  return {
    denoiser: (labels) => async (xt, t) => {
      const { output } = await run({
        xt,
        t: new Int32Array(batchSize).fill(t),
        ...(labels ? { labels } : {}),
      });
      return output as Float32Array;
    },
    dispose: () => run.dispose(),
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
