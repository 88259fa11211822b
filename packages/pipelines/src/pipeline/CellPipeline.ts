import type { Engine } from "@cellgen/engine";
import { imageDenoiserOf } from "../denoise/createImageDenoiser.ts";
import { compileGenerator } from "../generate/createGenerator.ts";
import { inpainterOf } from "../inpaint/createInpainter.ts";
import { inpaintDefaults } from "../inpaint/inpaintOptions.ts";
import { interpolatorOf } from "../interpolate/createInterpolator.ts";
import { interpolateDefaults } from "../interpolate/interpolateOptions.ts";
import type { DiffusionModel } from "../model/diffusionModel.ts";
import type { CompiledNetwork } from "../network/compileNetwork.ts";
import { checkOptionNames } from "../options/checkOptionNames.ts";
import { translatorOf } from "../translate/createTranslator.ts";
import { AsyncList } from "./AsyncList.ts";
import {
  denoiseOptionNames,
  generateOptionNames,
  inpaintOptionNames,
  interpolateOptionNames,
  translateOptionNames,
} from "./cellOptionNames.ts";
import { type DenoiseCellsOptions, type DenoisedCell, denoiseBatchSize, denoiseCell } from "./denoiseCell.ts";
import type { GeneratedCell } from "./GeneratedCell.ts";
import { type GenerateCellsOptions, generateCells, generateCellsRequest } from "./generateCells.ts";
import { type InpaintCellsOptions, type InpaintedCell, inpaintCells } from "./inpaintCells.ts";
import { type CellInput, fileOf, namingFile, openInput, withFile } from "./inputImage.ts";
import type { MaskInput } from "./inputMask.ts";
import { type InterpolateCellsOptions, type InterpolatedCell, interpolateCells } from "./interpolateCells.ts";
import { networkCache } from "./networkCache.ts";
import { defaultBatchSize, pipelineBatchSize } from "./pipelineBatchSize.ts";
import { type TranslateCellsOptions, type TranslatedCell, translateCells } from "./translateCells.ts";

/** How a network is compiled: what one that was compiled before must agree in. */
interface Compilation {
  readonly batchSize: number;
  readonly precision?: GenerateCellsOptions["precision"] | undefined;
  readonly calibration?: GenerateCellsOptions["calibration"];
}

/** What a network is compiled for. Options are checked before. */
interface Work<T> {
  readonly compilation: Compilation;
  items(network: CompiledNetwork): AsyncIterable<T>;
}

/**
 * A trained model and the engine that runs it: images in, images out. `loadPipeline` makes one.
 *
 * Options of unknown names are refused with a TypeError. Networks are compiled when they are first needed, and the last few kept. Uses at the same time give what they give one after the other.
 */
export class CellPipeline {
  /** The model: its card says the size, channels and classes of its images. */
  readonly model: DiffusionModel;
  readonly engine: Engine;
  readonly #disposeEngine: () => Promise<void>;
  readonly #networks = networkCache();
  readonly #calibrations = new WeakMap<object, number>();
  #nextCalibration = 1;

  /** @param disposeEngine - Called by `dispose`, where the pipeline owns the engine. @default the engine stays the caller's */
  constructor(model: DiffusionModel, engine: Engine, disposeEngine: () => Promise<void> = async () => {}) {
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
  generate(options: GenerateCellsOptions = {}): AsyncList<GeneratedCell> {
    checkOptionNames("generate", options, generateOptionNames);
    const { batchSize = defaultBatchSize, precision, calibration } = options;
    return this.#list("generate", () => {
      const request = generateCellsRequest(this.model, options);
      return {
        compilation: { batchSize, precision, calibration },
        items: (network) => generateCells(network, request),
      };
    });
  }

  /**
   * Denoises an image of any size, with checks of the result in `warnings`.
   *
   * @param input - A PNG or JPEG file, or an image.
   * @throws UnreadableImageError, UnfitImageError or NoiseRangeError naming the file; RangeError if an option is out of range or the model
   *   has no such class; the signal's reason.
   */
  async denoise(input: CellInput, options: DenoiseCellsOptions = {}): Promise<DenoisedCell> {
    checkOptionNames("denoise", options, denoiseOptionNames);
    const opened = await openInput(input);
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
   * Inpaints a masked region of an image, 4 times by default. Every other pixel stays as it is, bit for bit.
   *
   * @param input - A PNG or JPEG file, or an image.
   * @param mask - Of the image's size; white pixels are inpainted. Or a rectangle, `{ left, top, width, height }`.
   * @returns Await it for all completions, or iterate over it.
   * @throws When it is awaited: UnreadableImageError, UnfitImageError or UnfitMaskError naming the file; RangeError if an option is out of
   *   range or the model has no such class; the signal's reason.
   */
  inpaint(input: CellInput, mask: MaskInput, options: InpaintCellsOptions = {}): AsyncList<InpaintedCell> {
    checkOptionNames("inpaint", options, inpaintOptionNames);
    const { samples: count = inpaintDefaults.samples, batchSize } = options;
    const file = fileOf(input);
    return this.#list("inpaint", () => ({
      compilation: { batchSize: pipelineBatchSize("inpaint", "samples", { count, batchSize }) },
      async *items(network) {
        const opened = await openInput(input);
        yield* namingFile(file, inpaintCells(inpainterOf(network), opened, mask, options));
      },
    }));
  }

  /**
   * Translates an image to another class.
   *
   * @param input - A PNG or JPEG file, or an image; or several, of one class or of several.
   * @returns Of one, a promise; of several, a list to await or to iterate over.
   * @throws When it is awaited: UnreadableImageError or UnfitImageError naming the file; RangeError if an option is out of range or the
   *   model has no such class; the signal's reason.
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
   * Interpolates between two seeds, or between two images.
   *
   * @returns Await it for all frames, or iterate over it.
   * @throws When it is awaited: UnreadableImageError or UnfitImageError naming the file; RangeError if an option is out of range or the
   *   model has no such class; TypeError if one end is a seed and the other none; the signal's reason.
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

  /** Frees the compiled networks, and the engine if the pipeline started it. Nothing must be running. */
  async dispose(): Promise<void> {
    await this.#networks.dispose();
    await this.#disposeEngine();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  #hold(caller: string, { batchSize, precision = "float32", calibration }: Compilation) {
    return this.#networks.hold(
      `${batchSize} ${precision} ${calibration ? this.#numberOf(calibration) : ""}`,
      (): Promise<CompiledNetwork> =>
        compileGenerator(caller, this.model, this.engine, {
          batchSize,
          precision,
          ...(calibration ? { calibration } : {}),
        }),
    );
  }

  /** A number for each array of calibration images. */
  #numberOf(calibration: object): number {
    const known = this.#calibrations.get(calibration);
    if (known !== undefined) return known;
    this.#calibrations.set(calibration, this.#nextCalibration);
    return this.#nextCalibration++;
  }

  /** A list whose items a network makes, which is held while they are asked for. */
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
