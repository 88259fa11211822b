import type { CellImage, Mask } from "@cellgen/data";
import type { Inpainter } from "../inpaint/createInpainter.ts";
import { type InpaintedCellImage, type InpaintImageOptions, inpaintImage } from "../inpaint/inpaintImage.ts";
import type { OpenedInput } from "./inputImage.ts";
import { type MaskInput, readMask } from "./inputMask.ts";
import { type ResultImage, resultImage } from "./ResultImage.ts";

export interface InpaintCellsOptions extends InpaintImageOptions {
  /** Completions that are computed at a time. @default 8, or as many as there are */
  readonly batchSize?: number;
}

/** A completion of an image. */
export interface InpaintedCell extends ResultImage, Omit<InpaintedCellImage, "image"> {
  /** The image as it was. */
  readonly input: CellImage;
  /** What was inpainted of it. */
  readonly mask: Mask;
}

/** Inpaints an image. A file whose three channels are equal everywhere is inpainted as a grey image. */
export async function* inpaintCells(
  inpainter: Inpainter,
  { image, stored }: OpenedInput,
  maskInput: MaskInput,
  options: InpaintCellsOptions,
): AsyncGenerator<InpaintedCell> {
  const { batchSize, ...others } = options;
  const input = stored?.reduced() ?? image;
  const mask = await readMask(maskInput, input);
  const completions = inpaintImage(inpainter, input, mask, others);
  for await (const { image, ...facts } of completions) {
    yield {
      ...resultImage(image, { stored, isMade: (pixel) => mask.fill[pixel] === 1 }),
      ...facts,
      input,
      mask,
    };
  }
}
