import path from "node:path";
import { type ImageFolder, readImage } from "@cellgen/data/node";
import { imageTile } from "./imageTile.ts";
import { type LabelledTile, tileGrid } from "./tileGrid.ts";

/** Number of images. */
const MAX_IMAGES = 48;
const THUMBNAIL = 96;
const COLUMNS = { min: 3, max: 8 };

/**
 * Shows up to 48 images from all over a folder, at equal distances in the order of their names, with their classes or else their names under them.
 *
 * @param folder - As `scanImageFolder` of @cellgen/data/node gives it.
 * @returns A PNG.
 * @throws UnreadableImageError if a file was changed since the scan; RangeError if there is no image.
 */
export async function folderSheet({
  path: root,
  files,
  classes,
  valueRange,
  bitDepth,
}: ImageFolder): Promise<Uint8Array> {
  const shown = Math.min(MAX_IMAGES, files.length);
  const tiles: LabelledTile[] = [];
  for (let i = 0; i < shown; i++) {
    const file = files[Math.floor((i * files.length) / shown)]!;
    const image = await readImage(file.path, { size: THUMBNAIL });
    const scale = bitDepth === file.bitDepth ? 1 : 257;
    const tile = imageTile(image, [valueRange[0] / scale, valueRange[1] / scale]);
    tiles.push({ ...tile, label: classes[file.label] ?? path.basename(file.name) });
  }
  const all = files.length.toLocaleString("en-US");
  const title = `${path.basename(root)}: ${shown} of ${all} ${files.length === 1 ? "image" : "images"}`;
  const columns = Math.min(COLUMNS.max, Math.max(shown, COLUMNS.min));
  return await tileGrid([{ title, columns, tiles }]);
}
