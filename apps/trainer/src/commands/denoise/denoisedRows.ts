import { type CellImage, displayRange, resizeImage } from "@cellgen/data";
import { imageTile, type SheetRow, type Tile } from "@cellgen/figures";
import { cropValues, type PixelWindow } from "@cellgen/filters";
import { bestFilter } from "@cellgen/pipelines";
import type { DenoisedCell } from "@cellgen/pipelines/node";

/** Of an image longer than this, in pixels, the sheet also shows the middle, pixel for pixel. */
const MAX_WHOLE_SIDE = 640;
/** The longer side of that middle: enlarged by 2, it is about as large as the whole image is shown. */
const MIDDLE_SIDE = 180;
/** The residual that becomes white, in standard deviations of the noise. */
const RESIDUAL_LIMIT = 4;

/** The columns of the sheet. */
export function denoisedColumns(hasUncertainty: boolean, hasReference: boolean): string[] {
  return [
    "before",
    "after",
    "taken away",
    ...(hasUncertainty ? ["uncertainty"] : []),
    ...(hasReference ? ["best filter", "reference"] : []),
  ];
}

/** The row of an image on the sheet; of a large one also the row of its middle. */
export function denoisedRows(
  label: string,
  result: DenoisedCell,
  hasUncertainty: boolean,
  reference: CellImage | undefined,
): SheetRow[] {
  const { input: image, uncertainty, comparison } = result;
  const { width, height } = image;
  const filtered = comparison?.filtered[bestFilter(comparison.scores)];
  const range = displayRange([image, result, filtered ?? image, reference ?? image]);
  const tiles: Tile[] = [
    imageTile(image, range),
    imageTile(result, range),
    residualTile(result),
    ...(hasUncertainty ? [uncertaintyTile(uncertainty?.values, width, height)] : []),
    ...(filtered ? [imageTile(filtered, range)] : []),
    ...(reference ? [imageTile(reference, range)] : []),
  ];
  if (Math.max(width, height) <= MAX_WHOLE_SIDE) return [{ label, tiles }];
  const scale = MIDDLE_SIDE / Math.max(width, height);
  const part = (side: number): number => Math.max(1, Math.round(side * scale));
  const middle = { width: part(width), height: part(height) };
  const window = { left: (width - middle.width) >> 1, top: (height - middle.height) >> 1, ...middle };
  return [
    { label, tiles: tiles.map(reduced) },
    { label: "its middle", tiles: tiles.map((tile) => cropTile(tile, window)) },
  ];
}

/** The residual on grey, on the scale where the noise is even. */
function residualTile({ input, noisy: { scale, sigma }, data }: DenoisedCell): Tile {
  const { width, height, channels } = input;
  const [before, after] = [input.data, data].map((values) => scale.to(Float64Array.from(values)));
  const values = Float32Array.from(before!, (value, i) =>
    sigma > 0 ? (value - after![i]!) / (RESIDUAL_LIMIT * sigma) : 0,
  );
  return { width, height, channels, values };
}

/** Black is certain, white the least certain pixel. An image that was left as it is is certain. */
function uncertaintyTile(deviations: Float64Array | undefined, width: number, height: number): Tile {
  const pixels = deviations ?? new Float64Array(width * height);
  const most = pixels.reduce((most, value) => Math.max(most, value), 0) || 1;
  const values = Float32Array.from(pixels, (value) => (2 * value) / most - 1);
  return { width, height, channels: 1, values };
}

function reduced(tile: Tile): Tile {
  const scale = MAX_WHOLE_SIDE / Math.max(tile.width, tile.height);
  const side = (pixels: number): number => Math.max(1, Math.round(pixels * scale));
  return resizeImage(tile, side(tile.height), side(tile.width));
}

function cropTile(tile: Tile, window: PixelWindow): Tile {
  const { width, height } = window;
  return { width, height, channels: tile.channels, values: cropValues(tile.values, tile, window) };
}
