import type { Mask } from "@cellgen/data";
import type { InputImage } from "@cellgen/data/node";
import { inpaintRegion, type ModelCard, UnfitMaskError } from "@cellgen/pipelines";
import { readMask } from "@cellgen/pipelines/node";
import { UnfitInputError } from "../../input/fittingInputs.ts";
import { readMatches } from "../../input/readMatches.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { shownPath } from "../../terminal/describe.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { InpaintSettings } from "./options.ts";

/** The masks of images. */
export interface MaskSource {
  read(image: InputImage): Promise<Mask>;
  /** Free a mask that belongs to one image only. */
  release(image: InputImage): void;
}

/**
 * Create the masks of images: the same rectangle in each, or files. Each mask is checked when it is read.
 *
 * @throws UsageError unless there is one readable mask for each image. `read` throws UnfitInputError if a rectangle extends beyond the
 *   image or masks all of it, or the image does not fit the model; UsageError if a file masks nothing or everything; UnreadableImageError
 *   if a file cannot be read.
 */
export async function maskSource(
  context: CommandContext<InpaintSettings>,
  images: readonly InputImage[],
  card: ModelCard,
): Promise<MaskSource> {
  const { mask, box } = context.settings;
  const files = mask === undefined ? undefined : await readMatches("--mask", mask, images, context);
  const isShared = files !== undefined && new Set(files.values()).size < files.size;
  const release = (image: InputImage): void => {
    if (!isShared) files?.get(image)?.release();
  };
  const [left, top, width, height] = box?.split(",").map(Number) ?? [];
  const window = { left: left!, top: top!, width: width!, height: height! };
  const read = async (image: InputImage): Promise<Mask> => {
    const file = files?.get(image);
    try {
      const mask = await readMask(file ?? window, image);
      inpaintRegion(image, mask, card);
      return mask;
    } catch (error) {
      release(image);
      if (!(error instanceof UnfitMaskError)) throw error;
      const { code } = error;
      if (code === "ERR_NOTHING_KNOWN_AT_MODEL_SIZE") {
        throw new UsageError(
          `${shownPath(image.path)}: at the model's ${card.width}x${card.height} no known pixels remain. Make the masked region smaller or simpler.`,
          { cause: error },
        );
      }
      throw file ? fileError(code, file, image) : boxError(code, box!, image);
    }
  };
  return { read, release };
}

function fileError(code: UnfitMaskError["code"], file: InputImage, image: InputImage): UsageError {
  const shown = shownPath(file.path);
  return new UsageError(
    code === "ERR_NOTHING_MASKED"
      ? `${shown} masks nothing: no pixel is brighter than half of the range. Use white for pixels to inpaint.`
      : `${shown} masks all of ${shownPath(image.path)}: no known pixels remain. Use black for pixels to keep.`,
  );
}

function boxError(code: UnfitMaskError["code"], box: string, image: InputImage): UnfitInputError {
  const of = `${shownPath(image.path)} (${image.width}x${image.height})`;
  return new UnfitInputError(
    code === "ERR_MASK_SIZE"
      ? `--box ${box} extends beyond ${of}. Give X,Y,W,H in pixels, with X + W at most the width and Y + H at most the height.`
      : `--box ${box} masks all of ${of}: no known pixels remain. Give a smaller box.`,
  );
}
