import { countFlops, type HostArray, NaNInputError } from "@cellgen/engine";
import { adamw } from "../optimizer/adamw.ts";
import { completeFitOptions, type FitOptions, type Objective } from "./fitOptions.ts";
import type { Fit, FitRecord } from "./fitResult.ts";
import { type FitState, initialize, readState, writeState } from "./fitState.ts";
import { flatMemory } from "./flatMemory.ts";
import { gradientOutput, lossAndGradients, parameterInput } from "./lossAndGradients.ts";
import { NonFiniteStepError } from "./NonFiniteStepError.ts";

/**
 * Set up the minimization of a loss: parameters in one flat memory, a compiled function for loss and gradient, and AdamW with gradient
 * clipping and an exponential moving average (EMA) of the parameters. Takes a few seconds for a large network. Call `run` to train.
 *
 * Each step is a function of the previous state and its batch. If batches are functions of the step, a fit that resumes from its `state()`
 * gives the same numbers on the same engine and machine as an uninterrupted one.
 *
 * ```ts
 * const line = await fit(
 *   {
 *     parameterShapes: { slope: [1] },
 *     init: () => ({ slope: Float32Array.of(0) }),
 *     loss: ({ slope }, { x, y }) => tf.mean(tf.squaredDifference(tf.mul(x!, slope!), y!)),
 *   },
 *   { engine, inputs: { x: { shape: [8], dtype: "float32" }, y: { shape: [8], dtype: "float32" } }, batch, steps: 100, seed: 0 },
 * );
 * for await (const { step, loss } of line.run()) console.log(step, loss);
 * ```
 *
 * @param state - State to resume from. @default the parameters of `init`
 * @returns The fit. Dispose of it after use.
 * @throws RangeError if an option is out of range, or if `init` or the state does not match the shapes.
 */
export async function fit(objective: Objective, options: FitOptions, state?: FitState): Promise<Fit> {
  const complete = completeFitOptions(options);
  const { parameterShapes } = objective;
  const memory = flatMemory(parameterShapes);
  if (state) writeState(state, memory, parameterShapes, complete.steps);
  else initialize(objective.init(complete.seed), memory, parameterShapes);

  const { parameters, gradients, ema } = memory.regions;
  const optimizer = await adamw(memory, complete);
  const { fn, signature } = lossAndGradients(objective, complete.inputs);
  const compiled = await complete.engine.compile(fn, signature);
  const inputs: Record<string, HostArray> = rename(parameters.tensors, parameterInput);
  const loss = new Float32Array(1);
  const outputs = { ...rename(gradients.tensors, gradientOutput), loss };

  let done = state?.step ?? 0;
  let flops: number | undefined;
  let running = false;
  let disposed = false;

  function begin(caller: string): void {
    if (disposed)
      throw new Error(`${caller}: must not be called after dispose. Create a new fit from the state.`);
    if (running)
      throw new Error(`${caller}: must not be called during a run or measurement. Wait for it, or abort it.`);
    running = true;
  }

  /** Compute the loss and gradient of a step in the flat memory, and return the gradient norm. */
  async function differentiate(step: number): Promise<number> {
    Object.assign(inputs, await complete.batch(step));
    let cause: NaNInputError | undefined;
    await compiled(inputs, outputs).catch((error: unknown) => {
      if (!(error instanceof NaNInputError)) throw error;
      cause = error;
    });
    const gradientNorm = optimizer.gradientNorm();
    if (!cause && Number.isFinite(loss[0]) && Number.isFinite(gradientNorm)) return gradientNorm;
    throw new NonFiniteStepError(step, loss[0]!, gradientNorm, cause);
  }

  async function takeStep(step: number): Promise<FitRecord> {
    const start = performance.now();
    const gradientNorm = await differentiate(step);
    const learningRate = complete.learningRate(step - 1);
    optimizer.update({ step, learningRate, gradientNorm, emaDecay: complete.emaDecay(step - 1) });
    done = step;
    const stepMilliseconds = performance.now() - start;
    return { step, loss: loss[0]!, gradientNorm, learningRate, stepMilliseconds };
  }

  return {
    get step() {
      return done;
    },
    get flopsPerStep() {
      flops ??= countFlops(fn, signature);
      return flops;
    },
    async measureStepTime(milliseconds = 1000) {
      begin("measureStepTime");
      try {
        const step = Math.min(done + 1, complete.steps);
        await complete.batch(step); // Exclude one-time waits from the measurement.
        const times: number[] = [];
        const deadline = performance.now() + milliseconds;
        while (times.length < 3 || performance.now() < deadline) {
          const start = performance.now();
          await differentiate(step);
          times.push(performance.now() - start);
        }
        return times.sort((a, b) => a - b)[times.length >> 1]!;
      } finally {
        running = false;
      }
    },
    async *run(signal) {
      begin("run");
      try {
        while (done < complete.steps && !signal?.aborted) yield await takeStep(done + 1);
      } finally {
        running = false;
      }
    },
    parameters: () => parameters.tensors,
    emaParameters: () => ema.tensors,
    state: () => readState(done, memory, parameterShapes),
    async dispose() {
      if (disposed) return;
      disposed = true;
      await compiled.dispose();
    },
  };
}

function rename<T>(record: Readonly<Record<string, T>>, to: (name: string) => string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [to(name), value]));
}
