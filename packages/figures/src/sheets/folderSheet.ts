import path from "node:path";
import type { DisplayColors } from "@cellgen/data";
import { type ChannelHistogram, type ImageFolder, readOverview, sampleReader } from "@cellgen/data/node";
import { plural } from "@cellgen/data/text";
import { drawHistograms, histogramSize } from "./histogramRow.ts";
import { imageTile } from "./imageTile.ts";
import { gridPicture, type LabelledTile, type SheetFooter } from "./tileGrid.ts";

/** Maximum number of images. */
const MAX_IMAGES = 48;
const THUMBNAIL = 96;
const COLUMNS = { min: 3, max: 8 };

/** Options of `folderSheet`. */
export interface FolderSheetOptions extends DisplayColors {
  /** Histograms of the channels below the images, as `inspectFolder` of @cellgen/data/node returns them. @default none */
  readonly histograms?: readonly ChannelHistogram[];
}

/**
 * Create a contact sheet of up to 48 images of a folder, evenly spaced in the order of their names. Each is labeled with its class, or its
 * file name if there are no classes.
 *
 * @param folder - A folder returned by `scanImageFolder` of @cellgen/data/node.
 * @returns A PNG. Of images of more than 100 million pixels, a part at the center is shown.
 * @throws UnreadableImageError if a file changed since the scan; RangeError if there are no images.
 */
export async function folderSheet(
  { path: root, files, classes, measured }: ImageFolder,
  { histograms = [], colors }: FolderSheetOptions = {},
): Promise<Uint8Array> {
  const shown = Math.min(MAX_IMAGES, files.length);
  const tiles: LabelledTile[] = [];
  const reader = sampleReader();
  for (let i = 0; i < shown; i++) {
    const file = files[Math.floor((i * files.length) / shown)]!;
    const image = await readOverview(file, reader, { size: THUMBNAIL });
    const ofType = measured.filter(({ pixelType }) => pixelType === file.pixelType);
    const ranges = ofType.find(({ channels }) => channels === file.channels) ?? ofType.at(-1);
    const tile = imageTile(image, file.ranges ?? ranges?.ranges ?? fileRange(file), {
      colors,
    });
    tiles.push({ ...tile, label: classes[file.label] ?? path.basename(file.name) });
  }
  await reader.close();
  const title = `${path.basename(root)}: ${shown} of ${plural(files.length, "image")}`;
  const columns = Math.min(COLUMNS.max, Math.max(shown, COLUMNS.min));
  const footer: SheetFooter = {
    height: (width) => histogramSize(histograms, width).height,
    draw(sheet, { left, top, width }) {
      const { columns } = histogramSize(histograms, width);
      drawHistograms(sheet, histograms, { left, top, columns }, colors);
    },
  };
  return await gridPicture([{ title, columns, tiles }], footer).png();
}

function fileRange({ min = 0, max = 0 }: ImageFolder["files"][number]): readonly [number, number] {
  return [min, Math.max(max, min + 1)];
}
