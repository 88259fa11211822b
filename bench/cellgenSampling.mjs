import { createGenerator, schedulerConfig } from "@cellgen/pipelines";

/**
 * Sampling with cellgen as a contestant: DDIM steps of an untrained network, with one network evaluation each, as in `cellgen sample`.
 *
 * @param options - Further options of `createGenerator`.
 */
export async function cellgenSampling(engine, { unet, batchSize, side }, options = {}) {
  const model = {
    unet,
    parameters: unet.init(0),
    scheduler: schedulerConfig({}),
    card: {
      formatVersion: 2,
      height: side,
      width: side,
      channels: unet.config.inChannels,
      pixelType: "uint8",
      ranges: new Array(unet.config.inChannels).fill([0, 255]),
      rangeScope: "set",
      classes: [],
      training: {},
    },
  };
  const generator = await createGenerator(model, engine, { batchSize, ...options });
  return {
    /** From the end of one step to the end of the next: the first does not count. */
    async time(count) {
      const ends = [];
      const onProgress = () => ends.push(performance.now());
      const how = { count: batchSize, seed: 0, sampler: "ddim", steps: count + 1, onProgress };
      for await (const _ of generator.generate(how));
      return ends.slice(1).map((end, step) => end - ends[step]);
    },
    dispose: () => generator.dispose(),
  };
}
