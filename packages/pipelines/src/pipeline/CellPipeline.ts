import type { CellImage, FieldSource } from "@cellgen/data";
import type { Engine } from "@cellgen/engine";
import { imageDenoiserOf } from "../denoise/createImageDenoiser.ts";
import { compileGenerator } from "../generate/createGenerator.ts";
import { inpainterOf } from "../inpaint/createInpainter.ts";
import { inpaintDefaults } from "../inpaint/inpaintOptions.ts";
import { interpolatorOf } from "../interpolate/createInterpolator.ts";
import { interpolateDefaults } from "../interpolate/interpolateOptions.ts";
import type { DiffusionModel } from "../model/diffusionModel.ts";
import { modelAtSize } from "../model/modelAtSize.ts";
import type { CompiledNetwork } from "../network/compileNetwork.ts";
import { checkOptionNames } from "../options/checkOptionNames.ts";
import { translatorOf } from "../translate/createTranslator.ts";
import { AsyncList } from "./AsyncList.ts";
import {
  denoiseFieldOptionNames,
  denoiseOptionNames,
  generateOptionNames,
  inpaintOptionNames,
  interpolateOptionNames,
  translateOptionNames,
} from "./cellOptionNames.ts";
import {
  type DenoiseCellsOptions,
  type DenoisedCell,
  type DenoiseFieldCellsOptions,
  denoiseBatchSize,
  denoiseCell,
  denoiseLargeCell,
} from "./denoiseCell.ts";
import type { GeneratedCell } from "./GeneratedCell.ts";
import { type GenerateCellsOptions, generateCells, generateCellsRequest } from "./generateCells.ts";
import { type InpaintCellsOptions, type InpaintedCell, inpaintCells } from "./inpaintCells.ts";
import { type CellInput, fileOf, namingFile, openInput, withFile } from "./inputImage.ts";
import type { MaskInput } from "./inputMask.ts";
import { type InterpolateCellsOptions, type InterpolatedCell, interpolateCells } from "./interpolateCells.ts";
import { networkCache } from "./networkCache.ts";
import { defaultBatchSize, pipelineBatchSize } from "./pipelineBatchSize.ts";
import { type TranslateCellsOptions, type TranslatedCell, translateCells } from "./translateCells.ts";

/** Options that a network is compiled with. A compiled network is reused only if they are equal. */
interface Compilation {
  readonly batchSize: number;
  readonly precision?: GenerateCellsOptions["precision"] | undefined;
  readonly calibration?: GenerateCellsOptions["calibration"];
  /** The model at the size of the images. @default the pipeline's model */
  readonly model?: DiffusionModel;
}

/** A computation and the compilation that it needs. Its options are already checked. */
interface Work<T> {
  readonly compilation: Compilation;
  items(network: CompiledNetwork): AsyncIterable<T>;
}

/**
 * A trained model and the engine that runs it. Create one with `loadPipeline`.
 *
 * Unknown option names throw a TypeError. Networks are compiled on first use, and the most recently used ones are kept. Concurrent calls
 * return the same results as sequential calls.
 */
export class CellPipeline {
  /** The model. Its card holds the size, channels and classes of its images. */
  readonly model: DiffusionModel;
  readonly engine: Engine;
  readonly #disposeEngine: () => Promise<void>;
  readonly #networks = networkCache();
  readonly #calibrations = new WeakMap<object, number>();
  #nextCalibration = 1;

  /** @param disposeEngine - Called by `dispose` if the pipeline owns the engine. @default the engine is not disposed */
  constructor(model: DiffusionModel, engine: Engine, disposeEngine: () => Promise<void> = async () => {}) {
    this.model = model;
    this.engine = engine;
    this.#disposeEngine = disposeEngine;
  }

  /** Names of the model's classes; [] if it has none. */
  get classes(): readonly string[] {
    return this.model.card.classes;
  }

  /**
   * Generate images, the same as `cellgen sample` for equal seed and batch size.
   *
   * @returns Await it for all images, or iterate over it with `for await` to process each image as soon as it is generated.
   * @throws RangeError if an option is out of range or the model has no such class; the signal's reason when aborted. Both when awaited or
   *   iterated.
   */
  generate(options: GenerateCellsOptions = {}): AsyncList<GeneratedCell> {
    checkOptionNames("generate", options, generateOptionNames);
    const { card } = this.model;
    const {
      batchSize = defaultBatchSize,
      precision,
      calibration,
      width = card.width,
      height = card.height,
    } = options;
    return this.#list("generate", () => {
      const model = modelAtSize(this.model, { width, height });
      const request = generateCellsRequest(model, options);
      return {
        compilation: { batchSize, precision, calibration, model },
        items: (network) => generateCells(network, request),
      };
    });
  }

  /**
   * Denoise an image of any size and check the result; see `warnings`.
   *
   * @param input - An image file, or an image.
   * @throws UnreadableImageError, UnfitImageError or NoiseRangeError with the file name; RangeError if an option is out of range or the model
   *   has no such class; the signal's reason when aborted.
   */
  async denoise(input: CellInput, options: DenoiseCellsOptions = {}): Promise<DenoisedCell> {
    checkOptionNames("denoise", options, denoiseOptionNames);
    const opened = await openInput(input, this.model.card);
    const batchSize = denoiseBatchSize(this.model.card, opened.image, options);
    const { network, release } = await this.#hold("denoise", { batchSize });
    try {
      return await denoiseCell(imageDenoiserOf(network), opened, options);
    } catch (error) {
      throw withFile(fileOf(input), error);
    } finally {
      await release();
    }
  }

  /**
   * Denoise a field that is larger than memory, part by part: the estimate of minimum expected squared error.
   *
   * @param field - Opened file (`openImage` of @cellgen/data/node), or anything that reads parts of an image.
   * @param overview - Sample of the field's pixels, such as some windows of it side by side. The noise is estimated from it, and the checks are
   *   made with it.
   * @param options - `write` is called with each part of the result.
   * @returns Result of denoising the overview.
   * @throws As `denoise`, and errors of `field.read` and `write`.
   */
  async denoiseField(
    field: FieldSource,
    overview: CellImage,
    options: DenoiseFieldCellsOptions,
  ): Promise<DenoisedCell> {
    checkOptionNames("denoiseField", options, denoiseFieldOptionNames);
    const { network, release } = await this.#hold("denoiseField", {
      batchSize: options.batchSize ?? defaultBatchSize,
    });
    try {
      return await denoiseLargeCell(imageDenoiserOf(network), field, overview, options);
    } finally {
      await release();
    }
  }

  /**
   * Inpaint a masked region of an image, with 4 completions by default. Pixels outside the mask stay bitwise equal.
   *
   * @param input - An image file, or an image.
   * @param mask - A mask of the image's size, whose white pixels are inpainted, a rectangle `{ left, top, width, height }`, or the
   *   result of `readInpaintRegion`.
   * @returns Await it for all completions, or iterate over it with `for await`.
   * @throws When awaited or iterated: UnreadableImageError, UnfitImageError or UnfitMaskError with the file name; RangeError if an option is
   *   out of range or the model has no such class; the signal's reason when aborted.
   */
  inpaint(input: CellInput, mask: MaskInput, options: InpaintCellsOptions = {}): AsyncList<InpaintedCell> {
    checkOptionNames("inpaint", options, inpaintOptionNames);
    const { samples: count = inpaintDefaults.samples, batchSize } = options;
    const file = fileOf(input);
    const { card } = this.model;
    return this.#list("inpaint", () => ({
      compilation: { batchSize: pipelineBatchSize("inpaint", "samples", { count, batchSize }) },
      async *items(network) {
        const opened = await openInput(input, card);
        yield* namingFile(file, inpaintCells(inpainterOf(network), opened, mask, options));
      },
    }));
  }

  /**
   * Translate one or more images to another class.
   *
   * @param input - An image file or an image, or several of them, of the same class or of different classes.
   * @returns A promise for one input; for several, a list to await or to iterate over.
   * @throws When awaited or iterated: UnreadableImageError or UnfitImageError with the file name; RangeError if an option is out of range or
   *   the model has no such class; the signal's reason when aborted.
   */
  translate(input: CellInput, options: TranslateCellsOptions): Promise<TranslatedCell>;
  translate(inputs: readonly CellInput[], options: TranslateCellsOptions): AsyncList<TranslatedCell>;
  translate(
    given: CellInput | readonly CellInput[],
    options: TranslateCellsOptions = {},
  ): Promise<TranslatedCell> | AsyncList<TranslatedCell> {
    checkOptionNames("translate", options, translateOptionNames);
    const inputs: readonly CellInput[] = isList(given) ? given : [given];
    const { batchSize = Math.min(defaultBatchSize, inputs.length) } = options;
    if (inputs.length === 0) return new AsyncList<TranslatedCell>(async function* () {});
    const translated = this.#list("translate", () => ({
      compilation: { batchSize },
      items: (network) => translateCells(translatorOf(network), inputs, { ...options, batchSize }),
    }));
    return isList(given) ? translated : translated.then(([first]) => first!);
  }

  /**
   * Interpolate between two seeds, or between two images.
   *
   * @returns Await it for all frames, or iterate over it with `for await`.
   * @throws When awaited or iterated: UnreadableImageError or UnfitImageError with the file name; RangeError if an option is out of range or
   *   the model has no such class; TypeError if only one end is a seed; the signal's reason when aborted.
   */
  interpolate(options: InterpolateCellsOptions): AsyncList<InterpolatedCell> {
    if (options?.from === undefined || options.to === undefined) {
      throw new TypeError(
        "interpolate: options must hold from and to, two seeds or two images. Give { from: 0, to: 1 }.",
      );
    }
    checkOptionNames("interpolate", options, interpolateOptionNames);
    const { frames: count = interpolateDefaults.frames, batchSize } = options;
    return this.#list("interpolate", () => ({
      compilation: {
        batchSize: pipelineBatchSize("interpolate", "frames", { count, minimum: 2, batchSize }),
      },
      items: (network) => interpolateCells(interpolatorOf(network), options),
    }));
  }

  /** Free the compiled networks, and the engine if the pipeline started it. Wait for running computations to finish first. */
  async dispose(): Promise<void> {
    await this.#networks.dispose();
    await this.#disposeEngine();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  #hold(caller: string, { batchSize, precision = "float32", calibration, model = this.model }: Compilation) {
    const { width, height } = model.card;
    return this.#networks.hold(
      `${width}x${height} ${batchSize} ${precision} ${calibration ? this.#numberOf(calibration) : ""}`,
      (): Promise<CompiledNetwork> =>
        compileGenerator(caller, model, this.engine, {
          batchSize,
          precision,
          ...(calibration ? { calibration } : {}),
        }),
    );
  }

  /** Return a number that identifies an array of calibration images. */
  #numberOf(calibration: object): number {
    const known = this.#calibrations.get(calibration);
    if (known !== undefined) return known;
    this.#calibrations.set(calibration, this.#nextCalibration);
    return this.#nextCalibration++;
  }

  /** Return a list whose items are computed by a network. The network is held until iteration ends. */
  #list<T>(caller: string, prepare: () => Work<T>): AsyncList<T> {
    const hold = (compilation: Compilation) => this.#hold(caller, compilation);
    return new AsyncList(async function* () {
      const { compilation, items } = prepare();
      const { network, release } = await hold(compilation);
      try {
        yield* items(network);
      } finally {
        await release();
      }
    });
  }
}

function isList(given: CellInput | readonly CellInput[]): given is readonly CellInput[] {
  return Array.isArray(given);
}
