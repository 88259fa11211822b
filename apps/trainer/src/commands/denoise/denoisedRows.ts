import { type CellImage, displayRange, resizeImage } from "@cellgen/data";
import { imageTile, type SheetRow, type Tile } from "@cellgen/figures";
import { cropValues, type PixelWindow } from "@cellgen/filters";
import type { DenoisedCell } from "@cellgen/pipelines/node";
import type { InputFile } from "../../input/readInputs.ts";
import { bestFilter, type Scored } from "./denoiseScores.ts";

/** Of an image longer than this, the sheet also shows the middle, pixel for pixel. */
const LARGE = 640;
/** The longer side of that middle: enlarged by 2, it is about as large as the whole image is shown. */
const MIDDLE = 180;
/** What becomes white and black of what was taken away, in standard deviations of the noise. */
const RESIDUAL = 4;

/** What stands over the columns of the sheet. */
export function denoisedColumns(hasUncertainty: boolean, hasReference: boolean): string[] {
  return [
    "before",
    "after",
    "taken away",
    ...(hasUncertainty ? ["uncertainty"] : []),
    ...(hasReference ? ["best filter", "reference"] : []),
  ];
}

/** An image before and after, and what else is known of it; of a large one its middle too. */
export function denoisedRows(
  { name }: InputFile,
  result: DenoisedCell,
  hasUncertainty: boolean,
  reference: CellImage | undefined,
  scored: Scored | undefined,
): SheetRow[] {
  const { input: image, uncertainty } = result;
  const { width, height } = image;
  const filtered = scored?.filtered[bestFilter(scored.scores)];
  const range = displayRange([image, result, filtered ?? image, reference ?? image]);
  const tiles: Tile[] = [
    imageTile(image, range),
    imageTile(result, range),
    residualTile(result),
    ...(hasUncertainty ? [uncertaintyTile(uncertainty?.values, width, height)] : []),
    ...(filtered ? [imageTile(filtered, range)] : []),
    ...(reference ? [imageTile(reference, range)] : []),
  ];
  if (Math.max(width, height) <= LARGE) return [{ label: name, tiles }];
  const scale = MIDDLE / Math.max(width, height);
  const [across, down] = [width, height].map((side) => Math.max(1, Math.round(side * scale))) as [
    number,
    number,
  ];
  const window = { left: (width - across) >> 1, top: (height - down) >> 1, width: across, height: down };
  return [
    { label: name, tiles: tiles.map(reduced) },
    { label: "its middle", tiles: tiles.map((tile) => cropTile(tile, window)) },
  ];
}

/** The residual on grey, on the scale where the noise is even. */
function residualTile({ input, noisy: { scale, sigma }, ...estimate }: DenoisedCell): Tile {
  const { width, height, channels } = input;
  const [before, after] = [input, estimate].map(({ data }) => scale.to(Float64Array.from(data)));
  const values = Float32Array.from(before!, (value, i) =>
    sigma > 0 ? (value - after![i]!) / (RESIDUAL * sigma) : 0,
  );
  return { width, height, channels, values };
}

/** Black is certain, white the least certain pixel. What nothing was taken away from is certain. */
function uncertaintyTile(values: Float64Array | undefined, width: number, height: number): Tile {
  const pixels = values ?? new Float64Array(width * height);
  const most = pixels.reduce((most, value) => Math.max(most, value), 0) || 1;
  return {
    width,
    height,
    channels: 1,
    values: Float32Array.from(pixels, (value) => (2 * value) / most - 1),
  };
}

function reduced(tile: Tile): Tile {
  const scale = LARGE / Math.max(tile.width, tile.height);
  const side = (pixels: number): number => Math.max(1, Math.round(pixels * scale));
  return resizeImage(tile, side(tile.height), side(tile.width));
}

function cropTile(tile: Tile, window: PixelWindow): Tile {
  const { width, height } = window;
  return { width, height, channels: tile.channels, values: cropValues(tile.values, tile, window) };
}
