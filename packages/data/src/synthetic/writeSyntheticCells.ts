import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { writePng } from "../formats/raster/writePng.ts";
import { CELL_CLASSES, type CellKind, type SynthesizeOptions, synthesizeCell } from "./synthesizeCell.ts";

/** Options of `writeSyntheticCells`. */
export interface WriteSyntheticCellsOptions extends Pick<SynthesizeOptions, "size" | "seed"> {
  readonly kind: CellKind;
  /** Number of images. */
  readonly count: number;
  /** Also write the instance masks. @default true */
  readonly masks?: boolean;
  /** Called after every image. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Write a folder of synthetic cells for training or testing: `CLASS/cell-00000.png`, cycling through the classes, and the instance masks
 * `masks/CLASS/cell-00000.png`. Existing files of these names are replaced.
 *
 * @param folder - Created if it does not exist.
 * @throws The system's error if a file cannot be written.
 */
export async function writeSyntheticCells(
  folder: string,
  { kind, count, masks = true, onProgress, ...options }: WriteSyntheticCellsOptions,
): Promise<void> {
  const classes = CELL_CLASSES[kind];
  const parts = masks ? [folder, path.join(folder, "masks")] : [folder];
  for (const part of parts) {
    for (const name of classes) await mkdir(path.join(part, name), { recursive: true });
  }
  for (let index = 0; index < count; index++) {
    const { image, mask, label } = synthesizeCell(kind, { ...options, index });
    const name = path.join(classes[label]!, `cell-${String(index).padStart(5, "0")}.png`);
    await writePng(path.join(folder, name), image);
    const { width, height } = image;
    if (masks) await writePng(path.join(folder, "masks", name), { width, height, channels: 1, data: mask });
    onProgress?.(index + 1);
  }
}

const classes = Object.values(CELL_CLASSES).flat().join("|");
const fileName = new RegExp(`^(masks/)?(${classes})/cell-\\d{5,}\\.png$`);

/**
 * List the files in a folder whose names match those of `writeSyntheticCells`, of any kind.
 *
 * @returns Names relative to the folder, with "/" as separator; [] if the folder does not exist.
 */
export async function filesOfSyntheticCells(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.map((name) => name.replaceAll(path.sep, "/")).filter((name) => fileName.test(name));
}
