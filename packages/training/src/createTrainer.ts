import { countFlops, type HostArray, NaNInputError } from "@cellgen/engine";
import { adamw } from "./adamw.ts";
import { cosineLearningRate } from "./cosineLearningRate.ts";
import { emaDecay } from "./emaDecay.ts";
import { flatMemory } from "./flatMemory.ts";
import { NonFiniteStepError } from "./NonFiniteStepError.ts";
import { randomInputs } from "./randomInputs.ts";
import type { Trainer, TrainingRecord } from "./trainer.ts";
import { completeOptions, type TrainerOptions, type TrainingBatch } from "./trainerOptions.ts";
import { trainingSettings } from "./trainingSettings.ts";
import { readState, type TrainingState, writeState } from "./trainingState.ts";
import { gradientOutput, parameterInput, trainingStep } from "./trainingStep.ts";

/**
 * Sets up a training run: the network's parameters in one flat memory, a training step compiled to read them and to write their gradients
 * there, and AdamW with the moving average on it. Takes some seconds.
 *
 * Each step: images and all random numbers of the step, loss and gradient, clipping, AdamW with a warmed-up cosine learning rate, the
 * moving average. A step is a function of the state before it and of (seed, step), so a run that was stopped and goes on from its
 * `state()` has the same numbers, on the same engine and machine, as one that was not.
 *
 * @param state - Of a run to go on with; without it, a new one begins.
 * @throws RangeError if an option is out of range or does not fit the network or the images, or if the state is that of another run.
 * @see Ho et al. 2020, arXiv:2006.11239, algorithm 1.
 */
export async function createTrainer(options: TrainerOptions, state?: TrainingState): Promise<Trainer> {
  const complete = completeOptions(options);
  const { engine, unet, schedule, predictionType, batches, steps } = complete;
  const { batchSize, height, width } = batches;
  const settings = trainingSettings(complete);

  const memory = flatMemory(unet.parameterShapes);
  const { parameters, gradients, ema } = memory.regions;
  if (state) {
    writeState(state, settings, memory, unet.parameterShapes);
  } else {
    for (const [name, values] of Object.entries(unet.init(complete.seed)))
      parameters.tensors[name]!.set(values);
    ema.values.set(parameters.values);
  }

  const optimizer = await adamw(memory, complete);
  const { fn, signature } = trainingStep({ unet, schedule, predictionType, batchSize, height, width });
  const compiled = await engine.compile(fn, signature);
  const drawInputs = randomInputs(complete);
  const inputs: Record<string, HostArray> = rename(parameters.tensors, parameterInput);
  const loss = new Float32Array(1);
  const outputs = { ...rename(gradients.tensors, gradientOutput), loss };

  let done = state?.step ?? 0;
  let flops: number | undefined;
  let running = false;
  let disposed = false;

  function begin(caller: string): void {
    if (disposed) throw new Error(`${caller}: the trainer is disposed. Create a new one from its state.`);
    if (running) throw new Error(`${caller}: the run is going on already. Wait for it to end, or abort it.`);
    running = true;
  }

  /** Loss and gradient of a step, into the memory. */
  async function differentiate(step: number, { xStart, labels }: TrainingBatch): Promise<number> {
    Object.assign(inputs, drawInputs(step, labels), { xStart });
    let cause: NaNInputError | undefined;
    await compiled(inputs, outputs).catch((error: unknown) => {
      if (!(error instanceof NaNInputError)) throw error;
      cause = error;
    });
    const gradientNorm = optimizer.gradientNorm();
    if (!cause && Number.isFinite(loss[0]) && Number.isFinite(gradientNorm)) return gradientNorm;
    throw new NonFiniteStepError(step, loss[0]!, gradientNorm, cause);
  }

  async function takeStep(step: number, batch: Promise<TrainingBatch>): Promise<TrainingRecord> {
    const start = performance.now();
    const gradientNorm = await differentiate(step, await batch);
    const learningRate = cosineLearningRate(step - 1, complete);
    const decay = emaDecay(step - 1, complete.emaMaxDecay, complete.emaPower);
    optimizer.update({ step, learningRate, gradientNorm, emaDecay: decay });
    done = step;
    const stepMilliseconds = performance.now() - start;
    const imagesPerSecond = (1000 * batchSize) / stepMilliseconds;
    return { step, loss: loss[0]!, gradientNorm, learningRate, stepMilliseconds, imagesPerSecond };
  }

  return {
    get step() {
      return done;
    },
    get flopsPerStep() {
      flops ??= countFlops(fn, signature);
      return flops;
    },
    async rehearse(milliseconds = 1000) {
      begin("rehearse");
      try {
        const step = Math.min(done + 1, steps);
        const batch = await batches.batch(step - 1);
        const times: number[] = [];
        const deadline = performance.now() + milliseconds;
        while (times.length < 3 || performance.now() < deadline) {
          const start = performance.now();
          await differentiate(step, batch);
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
        let next = done < steps && !signal?.aborted ? batches.batch(done) : undefined;
        while (next && !signal?.aborted) {
          const batch = next;
          // Asked for now: while the engine computes, this thread asks for nothing.
          next = done + 1 < steps ? batches.batch(done + 1) : undefined;
          next?.catch(() => {}); // It is thrown when its step comes, if it comes.
          yield await takeStep(done + 1, batch);
        }
      } finally {
        running = false;
      }
    },
    parameters: () => parameters.tensors,
    emaParameters: () => ema.tensors,
    state: () => readState(done, settings, memory, unet.parameterShapes),
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
