import { resizeImage } from "@cellgen/data";
import { fitText, textWidth } from "../svg/svgText.ts";
import { picture, type Tile } from "./picture.ts";

/** Images of one row, for example before and after denoising. */
export interface SheetRow {
  /** Text to the left of the row. */
  readonly label?: string;
  /** One tile per column; undefined leaves the cell empty. */
  readonly tiles: readonly (Tile | undefined)[];
}

const margin = 16;
const gap = 6;
const headHeight = 26;
/** Approximate side to which small images are enlarged, in pixels. */
const MIN_TILE_SIDE = 96;
/** Approximate maximum sheet width in pixels. Large images are reduced to fit, but not below `MIN_REDUCED_TILE_SIDE`. */
const MAX_SHEET_WIDTH = 1800;
const MIN_REDUCED_TILE_SIDE = 192;

/**
 * Create a sheet of images in labeled rows and columns as a PNG.
 *
 * Images of different sizes are scaled to similar sizes: small images are enlarged by an integer factor, large images are resampled.
 *
 * @param columns - Column titles, for example "before".
 * @throws RangeError if there are no tiles.
 */
export function comparisonSheet(columns: readonly string[], rows: readonly SheetRow[]): Promise<Uint8Array> {
  const tiles = rows.flatMap((row) => row.tiles.filter((tile) => tile !== undefined));
  if (tiles.length === 0) {
    throw new RangeError("comparisonSheet: rows must contain at least one tile, got none.");
  }
  const side = cellSide(tiles, columns.length);
  const shown = rows.map((row) => row.tiles.map((tile) => (tile ? shownTile(tile, side) : undefined)));
  const all = shown.flat().filter((tile) => tile !== undefined);
  const step = {
    x: Math.max(...all.map(({ tile, scale }) => tile.width * scale)) + gap,
    y: Math.max(...all.map(({ tile, scale }) => tile.height * scale)) + gap,
  };
  const labelWidth = Math.ceil(
    Math.min(180, Math.max(0, ...rows.map((row) => (row.label ? textWidth(row.label, 14) + 12 : 0)))),
  );
  const left = margin + labelWidth;
  const sheet = picture(
    left + columns.length * step.x - gap + margin,
    margin + headHeight + rows.length * step.y - gap + margin,
  );
  columns.forEach((name, column) => {
    const middle = left + column * step.x + (step.x - gap) / 2;
    sheet.text(fitText(name, step.x, 14, 600), middle, margin + 14, {
      size: 14,
      weight: 600,
      anchor: "middle",
    });
  });
  rows.forEach(({ label }, index) => {
    const top = margin + headHeight + index * step.y;
    if (label) {
      sheet.text(fitText(label, labelWidth - 8, 14), margin, top + (step.y - gap) / 2 + 5, {
        size: 14,
        fill: "#52606d",
      });
    }
    shown[index]!.forEach((cell, column) => {
      if (cell) sheet.tile(cell.tile, left + column * step.x, top, cell.scale);
    });
  });
  return sheet.png();
}

function cellSide(tiles: readonly Tile[], columns: number): number {
  const largest = Math.max(...tiles.map(({ width, height }) => Math.max(width, height)));
  return Math.max(
    MIN_TILE_SIDE,
    Math.min(largest, Math.max(MIN_REDUCED_TILE_SIDE, Math.floor(MAX_SHEET_WIDTH / columns))),
  );
}

function shownTile(tile: Tile, side: number): { readonly tile: Tile; readonly scale: number } {
  const longer = Math.max(tile.width, tile.height);
  if (longer <= side) return { tile, scale: Math.max(1, Math.round(side / longer)) };
  const reduced = (pixels: number): number => Math.max(1, Math.round((pixels * side) / longer));
  return { tile: resizeImage(tile, reduced(tile.height), reduced(tile.width)), scale: 1 };
}
