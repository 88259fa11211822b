import { mkdir } from "node:fs/promises";
import path from "node:path";
import { CELL_CLASSES, type CellKind, synthesizeCell } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import type { OwnFiles } from "../../output/ownFiles.ts";

export interface SyntheticCells {
  readonly kind: CellKind;
  readonly count: number;
  readonly size: number;
  readonly out: string;
  readonly seed: number;
  /** Also write the instance masks. */
  readonly masks: boolean;
  readonly onImage?: (done: number) => void;
}

/** Writes `out/CLASS/cell-00000.png`, the classes in turn, and `out/masks/CLASS/cell-00000.png`. */
export async function writeSyntheticCells(cells: SyntheticCells): Promise<void> {
  const { kind, count, size, out, seed, masks, onImage } = cells;
  const classes = CELL_CLASSES[kind];
  for (const name of classes) {
    await mkdir(path.join(out, name), { recursive: true });
    if (masks) await mkdir(path.join(out, "masks", name), { recursive: true });
  }
  for (let index = 0; index < count; index++) {
    const { image, mask, label } = synthesizeCell(kind, { size, seed, index });
    const name = path.join(classes[label]!, `cell-${String(index).padStart(5, "0")}.png`);
    await writePng(path.join(out, name), image);
    if (masks)
      await writePng(path.join(out, "masks", name), { width: size, height: size, channels: 1, data: mask });
    onImage?.(index + 1);
  }
}

/** The files of `writeSyntheticCells`, of any kind. */
export const syntheticFiles: OwnFiles = {
  folders: ["", "masks/"].flatMap((above) => [
    ...Object.values(CELL_CLASSES).flatMap((names) => names.map((name) => `${above}${name}`)),
    ...(above ? ["masks"] : []),
  ]),
  pattern: /\/cell-\d{5,}\.png$/,
};
