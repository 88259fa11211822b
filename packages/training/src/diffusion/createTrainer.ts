import { diffusionFit, stageFlops } from "./diffusionFit.ts";
import type { StageTime, Trainer, TrainingState } from "./trainer.ts";
import { completeOptions, type TrainerOptions } from "./trainerOptions.ts";
import { checkSettings, trainingSettings } from "./trainingSettings.ts";
import { trainingStages } from "./trainingStages.ts";

/**
 * Set up the training of a diffusion model: `fit` with the denoising loss, a cosine learning rate with warm-up and an EMA of the weights
 * with warm-up. Images, timesteps, noise and dropout are functions of the step. Takes a few seconds.
 *
 * With `halfSizeSteps`, the first steps use images of half the size (progressive resizing).
 *
 * Each step is a function of the previous state and of (seed, step). On the same engine and machine, a run that resumes from its `state()`
 * therefore gives the same numbers as an uninterrupted run.
 *
 * @param state - State of the run to resume. @default start a new run
 * @throws RangeError if an option is out of range or does not fit the network or the images, or if the state belongs to another run.
 * @see Ho et al. 2020, arXiv:2006.11239, algorithm 1.
 */
export async function createTrainer(options: TrainerOptions, state?: TrainingState): Promise<Trainer> {
  const complete = completeOptions(options);
  const { batchSize } = complete.batches;
  const settings = trainingSettings(complete);
  if (state) checkSettings(state.settings, settings);

  const stages = trainingStages(complete);
  const first = stages.findIndex(({ end }) => (state?.step ?? 0) < end);
  let index = first === -1 ? stages.length - 1 : first;
  let current = await diffusionFit(complete, stages[index]!, state);
  let disposed = false;
  let flops: number | undefined;

  /** Continue with the next stage: the network is compiled for its size, and starts from the current state. */
  async function startNextStage(): Promise<void> {
    const state = current.state();
    await current.dispose();
    index++;
    current = await diffusionFit(complete, stages[index]!, state);
    if (disposed) await current.dispose();
  }

  return {
    get step() {
      return current.step;
    },
    get imageSize() {
      const { width, height } = stages[index]!.batches;
      return { width, height };
    },
    get flopsPerStep() {
      flops ??= stages.reduce((sum, stage) => {
        return sum + (stageFlops(complete, stage) * (stage.end - stage.begin)) / complete.steps;
      }, 0);
      return flops;
    },
    async measureStepTimes(milliseconds) {
      const times: StageTime[] = [];
      for (const stage of stages.slice(index)) {
        const isCurrent = stage === stages[index];
        const measured = isCurrent ? current : await diffusionFit(complete, stage, current.state());
        try {
          const steps = stage.end - Math.max(stage.begin, current.step);
          times.push({ steps, milliseconds: await measured.measureStepTime(milliseconds) });
        } finally {
          if (!isCurrent) await measured.dispose();
        }
      }
      return times;
    },
    async *run(signal) {
      while (true) {
        for await (const record of current.run(signal)) {
          yield { ...record, imagesPerSecond: (1000 * batchSize) / record.stepMilliseconds };
        }
        if (signal?.aborted || index === stages.length - 1) return;
        await startNextStage();
      }
    },
    parameters: () => current.parameters(),
    emaParameters: () => current.emaParameters(),
    state: () => ({ ...current.state(), settings }),
    async dispose() {
      disposed = true;
      await current.dispose();
    },
  };
}
