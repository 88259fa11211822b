import { fitText, textWidth } from "./font.ts";
import { picture, type Tile, tileScale } from "./picture.ts";

/** One image on its way from noise. */
export interface DenoisingRow {
  /** Written before the row. */
  readonly label?: string;
  readonly tiles: readonly Tile[];
}

const margin = 16;
const gap = 6;
const headHeight = 26;

/**
 * One row an image, from noise on the left to the image on the right.
 *
 * @param columns - What stands over each column, such as "t = 999".
 */
export function denoisingPicture(columns: readonly string[], rows: readonly DenoisingRow[]): Promise<Buffer> {
  const first = rows[0]?.tiles[0];
  if (!first) throw new RangeError("denoisingPicture: rows must hold at least one tile, got none.");
  const scale = tileScale(first.width);
  const step = { x: first.width * scale + gap, y: first.height * scale + gap };
  const labelWidth = Math.min(140, Math.max(0, ...rows.map((row) => textWidth(row.label ?? "", 14) + 12)));
  const hasLabels = rows.some((row) => row.label);
  const left = margin + (hasLabels ? labelWidth : 0);
  const sheet = picture(
    Math.ceil(left) + columns.length * step.x - gap + margin,
    margin + headHeight + rows.length * step.y - gap + margin,
  );
  columns.forEach((name, column) => {
    const middle = left + column * step.x + (first.width * scale) / 2;
    sheet.text(fitText(name, step.x, 14, 600), middle, margin + 14, {
      size: 14,
      weight: 600,
      anchor: "middle",
    });
  });
  rows.forEach((row, index) => {
    const top = margin + headHeight + index * step.y;
    if (row.label) {
      sheet.text(fitText(row.label, labelWidth - 8, 14), margin, top + (first.height * scale) / 2 + 5, {
        size: 14,
        fill: "#52606d",
      });
    }
    row.tiles.forEach((tile, column) => {
      sheet.tile(tile, Math.ceil(left) + column * step.x, top, scale);
    });
  });
  return sheet.png();
}
