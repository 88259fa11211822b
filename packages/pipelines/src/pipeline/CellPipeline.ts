import type { Engine } from "@cellgen/engine";
import { createGenerator, type ImageGenerator } from "../createGenerator.ts";
import type { LoadedModel } from "../readModel.ts";
import { AsyncList } from "./AsyncList.ts";
import { type GenerateCellsOptions, generateCells } from "./generateCells.ts";
import type { PipelineImage } from "./PipelineImage.ts";

interface Disposable {
  dispose(): Promise<void>;
}

/**
 * A trained model and the engine that runs it: images in, images out. `loadPipeline` makes one.
 *
 * Networks are compiled when they are first needed, and kept. `dispose` frees them, and an engine that the pipeline started itself.
 */
export class CellPipeline {
  /** The model: its card says the size, channels and classes of its images. */
  readonly model: LoadedModel;
  readonly engine: Engine;
  readonly #disposeEngine: () => Promise<void>;
  readonly #compiled = new Map<string, Promise<Disposable>>();

  constructor(model: LoadedModel, engine: Engine, disposeEngine: () => Promise<void> = async () => {}) {
    this.model = model;
    this.engine = engine;
    this.#disposeEngine = disposeEngine;
  }

  /** The names of the model's classes; [] if it has none. */
  get classes(): readonly string[] {
    return this.model.card.classes;
  }

  /**
   * Generates images, as `cellgen sample` does with the same seed and batch size.
   *
   * @returns Await it for all images, or iterate over it with `for await` to have each as soon as it is there.
   * @throws RangeError, when it is awaited, if an option is out of range or the model has no such class; the signal's reason.
   */
  generate(options: GenerateCellsOptions = {}): AsyncList<PipelineImage> {
    const { batchSize = 8, precision = "float32" } = options;
    const { model, engine } = this;
    const compile = (): Promise<ImageGenerator> =>
      this.#compile(`generate ${batchSize} ${precision}`, () =>
        createGenerator(model, engine, { batchSize, precision }),
      );
    return new AsyncList(async function* () {
      yield* generateCells(model, await compile(), options);
    });
  }

  /** Frees the compiled networks, and the engine if the pipeline started it. Nothing must be running. */
  async dispose(): Promise<void> {
    const compiled = await Promise.allSettled(this.#compiled.values());
    this.#compiled.clear();
    for (const result of compiled) if (result.status === "fulfilled") await result.value.dispose();
    await this.#disposeEngine();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  /** What was compiled under a key before, or is now. A failure is not kept. */
  #compile<Network extends Disposable>(key: string, compile: () => Promise<Network>): Promise<Network> {
    const network = (this.#compiled.get(key) as Promise<Network> | undefined) ?? compile();
    this.#compiled.set(key, network);
    network.catch(() => this.#compiled.delete(key));
    return network;
  }
}
