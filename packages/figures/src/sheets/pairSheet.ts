import { fitText } from "../svg/svgText.ts";
import { picture, type Tile, tileScale } from "./picture.ts";

/** An image and its nearest training image. */
export interface TilePair {
  readonly image: Tile;
  readonly training: Tile;
  /** Text below the pair. */
  readonly label: string;
}

export interface PairBlock {
  readonly title: string;
  readonly pairs: readonly TilePair[];
}

const margin = 16;
const inner = 3;
const outer = 20;
const titleHeight = 34;
const labelHeight = 22;
const COLUMNS = 4;

/**
 * Create a sheet of image pairs, side by side in titled blocks, as a PNG. All tiles must have the same size.
 *
 * @throws RangeError if there are no pairs.
 */
export function pairSheet(blocks: readonly PairBlock[]): Promise<Uint8Array> {
  const first = blocks.flatMap((block) => block.pairs)[0]?.image;
  if (!first) throw new RangeError("pairSheet: blocks must contain at least one pair, got none.");
  const scale = tileScale(first.width);
  const [width, height] = [first.width * scale, first.height * scale];
  const step = { x: 2 * width + inner + outer, y: height + labelHeight + 8 };
  const rows = blocks.map(({ pairs }) => Math.ceil(pairs.length / COLUMNS));
  const total = rows.reduce((sum, count) => sum + titleHeight + count * step.y, 0);
  const sheet = picture(2 * margin + COLUMNS * step.x - outer, 2 * margin + total);
  let top = margin;
  blocks.forEach(({ title, pairs }, block) => {
    sheet.text(title, margin, top + 17, { size: 17, weight: 600 });
    top += titleHeight;
    pairs.forEach(({ image, training, label }, index) => {
      const left = margin + (index % COLUMNS) * step.x;
      const y = top + Math.floor(index / COLUMNS) * step.y;
      sheet.tile(image, left, y, scale);
      sheet.tile(training, left + width + inner, y, scale);
      sheet.text(fitText(label, step.x - outer / 2, 13), left, y + height + 15, {
        size: 13,
        fill: "#52606d",
      });
    });
    top += rows[block]! * step.y;
  });
  return sheet.png();
}
