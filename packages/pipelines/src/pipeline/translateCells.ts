import { openInputs } from "@cellgen/data/node";
import type { Translator } from "../translate/createTranslator.ts";
import {
  type TranslatedCellImage,
  type TranslateImagesOptions,
  translateImages,
} from "../translate/translateImages.ts";
import { type CellInput, isLazy, type OpenedInput, openInput } from "./inputImage.ts";
import { labelOfName } from "./labelOfName.ts";
import { type ResultImage, resultImage } from "./ResultImage.ts";

export interface TranslateCellsOptions extends Omit<TranslateImagesOptions, "to" | "from"> {
  /** The name of the class to translate to. The method "sdedit" needs none. */
  readonly to?: string;
  /** The name of the images' own class. @default any */
  readonly from?: string;
  /** Images that are computed at a time. @default 8, or as many as there are */
  readonly batchSize?: number;
}

/** A translated image. */
export interface TranslatedCell extends ResultImage, Omit<TranslatedCellImage, "image"> {}

/** Translates files or images. */
export async function* translateCells(
  translator: Translator,
  inputs: readonly CellInput[],
  options: TranslateCellsOptions,
): AsyncGenerator<TranslatedCell> {
  const { to, from, batchSize, ...others } = options;
  const { classes } = translator.model.card;
  const lazy = openInputs(inputs.filter((input) => typeof input === "string"));
  const opened = inputs.map((input) => (typeof input === "string" ? lazy.shift()! : input));
  // translateImages asks for an image once more just before its result is there.
  let latest: OpenedInput | undefined;
  const sources = opened.map((input) => async () => {
    latest = await openInput(input);
    return latest.image;
  });
  const translated = translateImages(translator, sources, {
    ...others,
    ...(to === undefined ? {} : { to: labelOfName("translate", "to", to, classes) }),
    ...(from === undefined ? {} : { from: labelOfName("translate", "from", from, classes) }),
  });
  for await (const { image, ...facts } of translated) {
    yield { ...resultImage(image, { stored: latest?.stored }), ...facts };
    const input = opened[facts.index]!;
    if (isLazy(input)) input.release();
  }
}
