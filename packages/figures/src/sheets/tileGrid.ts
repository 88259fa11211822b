import { fitText } from "../svg/svgText.ts";
import { type Picture, picture, type Tile, tileScale } from "./picture.ts";

export interface LabelledTile extends Tile {
  /** Text below the tile. */
  readonly label?: string;
}

export interface TileBlock {
  /** Text above the block. */
  readonly title: string;
  readonly columns: number;
  readonly tiles: readonly LabelledTile[];
}

const margin = 16;
const gap = 6;
const titleHeight = 30;
const labelHeight = 18;
const blockGap = 32;

/**
 * Create a sheet of titled blocks of tiles, side by side, as a PNG. All tiles must have the same size.
 *
 * @throws RangeError if there are no tiles.
 */
export function tileGrid(blocks: readonly TileBlock[]): Promise<Uint8Array> {
  return gridPicture(blocks).png();
}

/** Part of a sheet below the tiles. */
export interface SheetFooter {
  /** Return the height of the footer of a sheet. */
  height(width: number): number;
  draw(sheet: Picture, area: { readonly left: number; readonly top: number; readonly width: number }): void;
}

/** Draw a sheet of tiles, with a part below them. @throws RangeError as {@link tileGrid}. */
export function gridPicture(blocks: readonly TileBlock[], footer?: SheetFooter): Picture {
  const first = blocks.flatMap((block) => block.tiles)[0];
  if (!first) throw new RangeError("tileGrid: blocks must contain at least one tile, got none.");
  const scale = tileScale(first.width);
  const hasLabels = blocks.some((block) => block.tiles.some((tile) => tile.label));
  const step = {
    x: first.width * scale + gap,
    y: first.height * scale + gap + (hasLabels ? labelHeight : 0),
  };
  const widths = blocks.map((block) => block.columns * step.x - gap);
  const rows = Math.max(...blocks.map((block) => Math.ceil(block.tiles.length / block.columns)));
  const width = widths.reduce((sum, width) => sum + width, blockGap * (blocks.length - 1));
  const height = margin + titleHeight + rows * step.y - gap + margin;
  const sheet = picture(width + 2 * margin, height + (footer?.height(width) ?? 0));
  footer?.draw(sheet, { left: margin, top: height, width });
  let left = margin;
  blocks.forEach((block, index) => {
    // A title may extend to the next title, or to the edge.
    const room = widths[index]! + (index < blocks.length - 1 ? blockGap - gap : margin - gap);
    sheet.text(fitText(block.title, room, 17, 600), left, margin + 15, {
      size: 17,
      weight: 600,
    });
    drawBlock(sheet, block, left, margin + titleHeight, step, scale);
    left += widths[index]! + blockGap;
  });
  return sheet;
}

function drawBlock(
  sheet: Picture,
  block: TileBlock,
  left: number,
  top: number,
  step: { readonly x: number; readonly y: number },
  scale: number,
): void {
  block.tiles.forEach((tile, index) => {
    const x = left + (index % block.columns) * step.x;
    const y = top + Math.floor(index / block.columns) * step.y;
    sheet.tile(tile, x, y, scale);
    if (!tile.label) return;
    const width = tile.width * scale;
    sheet.text(fitText(tile.label, width, 13), x + width / 2, y + tile.height * scale + 13, {
      size: 13,
      anchor: "middle",
      fill: "#52606d",
    });
  });
}
