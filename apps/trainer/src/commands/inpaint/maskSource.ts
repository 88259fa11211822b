import type { InputImage } from "@cellgen/data/node";
import { type InpaintRegion, type ModelCard, UnfitMaskError } from "@cellgen/pipelines";
import { readInpaintRegion } from "@cellgen/pipelines/node";
import { UnfitInputError } from "../../input/fittingInputs.ts";
import { readMatches } from "../../input/readMatches.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { shownPath } from "../../terminal/shownPath.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { InpaintSettings } from "./options.ts";

/** The masked regions of images. */
export interface MaskSource {
  /** Return the region of an image. It is kept for the next call, as long as all masks fit into 512 MiB. */
  read(image: InputImage): Promise<InpaintRegion>;
  /** Free a mask that belongs to one image only. */
  release(image: InputImage): void;
}

const MAX_KEPT_BYTES = 2 ** 29;

/**
 * Create the masks of images: the same rectangle in each, or files. Each mask is checked when it is read.
 *
 * @throws UsageError unless there is one readable mask for each image. `read` throws UnfitInputError if a rectangle extends beyond the
 *   image or masks all of it, or the image does not fit the model; UsageError if a file masks nothing or everything; UnreadableImageError
 *   if a file cannot be read.
 */
export async function maskSource(
  context: Pick<CommandContext<Pick<InpaintSettings, "mask" | "box">>, "settings" | "io" | "signal">,
  images: readonly InputImage[],
  card: ModelCard,
): Promise<MaskSource> {
  const { mask, box } = context.settings;
  const files = mask === undefined ? undefined : await readMatches("--mask", mask, images, context);
  const isShared = files !== undefined && new Set(files.values()).size < files.size;
  const kept = new Map<string, InpaintRegion>();
  let keptBytes = 0;
  // Images of one size share a rectangle, and the only mask.
  const keyOf = (image: InputImage): string =>
    files && !isShared ? image.path : `${image.width}x${image.height}`;
  const keep = (image: InputImage, region: InpaintRegion): void => {
    const bytes = bytesOf(region);
    if (keptBytes + bytes > MAX_KEPT_BYTES) return;
    kept.set(keyOf(image), region);
    keptBytes += bytes;
    // The pixels of the file are no longer needed.
    files?.get(image)?.release();
  };
  const release = (image: InputImage): void => {
    if (!files || isShared) return;
    files.get(image)?.release();
    const region = kept.get(keyOf(image));
    if (region && kept.delete(keyOf(image))) keptBytes -= bytesOf(region);
  };
  const [left, top, width, height] = box?.split(",").map(Number) ?? [];
  const window = { left: left!, top: top!, width: width!, height: height! };
  const read = async (image: InputImage): Promise<InpaintRegion> => {
    const known = kept.get(keyOf(image));
    if (known) return known;
    const file = files?.get(image);
    try {
      const region = await readInpaintRegion(file ?? window, image, card);
      keep(image, region);
      return region;
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

function bytesOf({ mask, windowMask, fitted }: InpaintRegion): number {
  return mask.fill.length + windowMask.fill.length + fitted.length;
}

function fileError(code: UnfitMaskError["code"], file: InputImage, image: InputImage): UsageError {
  const shown = shownPath(file.path);
  if (code === "ERR_MASK_COLOR") {
    return new UsageError(
      `${shown} is an opaque color image, so it is unclear which pixels it masks. Use white for pixels to inpaint and black for pixels to keep, or make the pixels to inpaint transparent.`,
    );
  }
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
