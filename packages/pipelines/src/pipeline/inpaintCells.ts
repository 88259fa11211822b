import type { CellImage, Mask } from "@cellgen/data";
import type { Inpainter } from "../inpaint/createInpainter.ts";
import { type InpaintedCellImage, type InpaintImageOptions, inpaintImage } from "../inpaint/inpaintImage.ts";
import type { OpenedInput } from "./inputImage.ts";
import { type MaskInput, readInpaintRegion } from "./inputMask.ts";
import { type ResultImage, resultImage } from "./ResultImage.ts";

/** Options of `CellPipeline.inpaint`. */
export interface InpaintCellsOptions extends InpaintImageOptions {
  /** Number of completions computed at a time. @default the number of completions, at most 8 */
  readonly batchSize?: number;
}

/** A completion of an image. */
export interface InpaintedCell extends ResultImage, Omit<InpaintedCellImage, "image"> {
  /** The input image. */
  readonly input: CellImage;
  /** Mask of the inpainted pixels. */
  readonly mask: Mask;
}

/** Inpaint an image. A file whose three channels are equal everywhere is inpainted as a grayscale image. */
export async function* inpaintCells(
  inpainter: Inpainter,
  { image, stored }: OpenedInput,
  maskInput: MaskInput,
  options: InpaintCellsOptions,
): AsyncGenerator<InpaintedCell> {
  const { batchSize, ...others } = options;
  const input = stored?.reduced() ?? image;
  const { card } = inpainter.model;
  const region = await readInpaintRegion(maskInput, input, card);
  const { mask } = region;
  const completions = inpaintImage(inpainter, input, region, others);
  for await (const { image, ...facts } of completions) {
    yield {
      ...resultImage(image, {
        stored,
        isMade: (pixel) => mask.fill[pixel] === 1,
        displayColors: card.displayColors,
      }),
      ...facts,
      input,
      mask,
    };
  }
}
