import path from "node:path";
import pLimit from "p-limit";
import type { CellImage } from "../../images/cellImage.ts";
import { pixelArrays } from "../../images/pixelType.ts";
import type { ImageSetWriter } from "../imageSet/imageSetWriter.ts";
import { checkLike, checkZarrLayout, type ZarrImageLayout } from "./createZarr.ts";
import { stageZarr } from "./stagedZarr.ts";

/** A file holds one image or as many as fit. */
const CHUNK_BYTES = 2 ** 17;
const MAX_IMAGES = 2 ** 31;

/**
 * Create a set of images of one size as one OME-Zarr image, whose axis t counts the images.
 *
 * One array opens in every OME-Zarr viewer as a series with a slider, and in Python as `zarr.open(folder)["0"]` of shape
 * `[N, C, 1, H, W]`; a group for each image would need several metadata files an image, and a reader that lists groups. The attribute
 * `cellgen` marks the axis, and holds labels, class names and ranges; `openZarr` returns the set as `images`. Small images share chunks of
 * up to 128 KB. The folder appears when `finish` is called.
 *
 * @throws RangeError or TypeError if the layout is invalid.
 * @throws Error with the folder's path if it cannot be created, or exists and is no Zarr folder.
 */
export async function createZarrSet(folder: string, layout: ZarrImageLayout): Promise<ImageSetWriter> {
  const { width, height, channels = 1, pixelType, version = "0.4" } = layout;
  checkZarrLayout("createZarrSet", layout);
  const imageBytes = width * height * channels * pixelArrays[pixelType].BYTES_PER_ELEMENT;
  const imagesPerChunk = Math.max(1, Math.floor(CHUNK_BYTES / imageBytes));
  const staged = await stageZarr("createZarrSet", folder, {
    version,
    pixelType,
    shape: [MAX_IMAGES, channels, 1, height, width],
    chunkShape: [imagesPerChunk, channels, 1, height, width],
  });
  const inTurn = pLimit(1);
  let count = 0;
  const waiting: CellImage[] = [];
  const writeWaiting = async (): Promise<void> => {
    const images = waiting.splice(0);
    if (images.length > 0) await staged.writeImages(count - images.length, images);
  };
  return {
    async append(image) {
      checkLike("append", layout, image);
      if (image.width !== width || image.height !== height) {
        throw new RangeError(
          `append: image must have ${width}x${height} pixels, got ${image.width}x${image.height}.`,
        );
      }
      await inTurn(async () => {
        waiting.push(image);
        count++;
        if (waiting.length === imagesPerChunk) await writeWaiting();
      });
    },
    finish: (classes = {}) =>
      inTurn(async () => {
        const { labels, classNames } = classes;
        if (count === 0) throw new RangeError("finish: the set must have at least one image, got 0.");
        if (
          labels &&
          (labels.length !== count || !labels.every((label) => Number.isInteger(label) && label >= 0))
        ) {
          throw new RangeError(
            `finish: labels must be ${count} integers from 0, got ${labels.length} values.`,
          );
        }
        await writeWaiting();
        await staged.finish(count, {
          ...layout,
          version,
          channels,
          name: path.basename(folder),
          hasImageAxis: true,
          ...(labels && { labels }),
          ...(classNames && { classNames }),
        });
      }),
    abort: () => inTurn(() => staged.abort()),
  };
}
