import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { CellImage } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import { commandFolder } from "../commandFolder.ts";

/** A folder to crop in: two fields and an unreadable file in `fields`, their masks with two objects and one in `object-masks`, and commands. */
export async function cropFolder() {
  const { at, cellgen } = commandFolder("crop");
  await mkdir(at("fields", "plate"), { recursive: true });
  await mkdir(at("object-masks", "plate"), { recursive: true });
  for (const name of ["a", "b"]) {
    // The values of the pixels are their places.
    const pixels = Uint16Array.from({ length: 60 * 40 }, (_, i) => 1000 + i);
    await writePng(at("fields", "plate", `${name}.png`), grayImage(60, 40, pixels));
    const mask = new Uint16Array(60 * 40);
    for (let y = 10; y < 20; y++) mask.fill(700, y * 60 + 10, y * 60 + 18);
    if (name === "a") for (let y = 30; y < 40; y++) mask.fill(3, y * 60 + 50, y * 60 + 60);
    await writePng(at("object-masks", "plate", `${name}.png`), grayImage(60, 40, mask));
  }
  await writeFile(at("fields", "broken.png"), "no image");
  return { at, cellgen, crop: (...argv: readonly string[]) => cellgen(["data", "crop", ...argv]) };
}

export function grayImage(width: number, height: number, data: CellImage["data"]): CellImage {
  return { width, height, channels: 1, data };
}

/** Rows of an index.csv without quoted cells, by the names of its columns. */
export async function indexOf(folder: string): Promise<Record<string, string>[]> {
  const [header = "", ...rows] = (await readFile(path.join(folder, "index.csv"), "utf8")).trim().split("\n");
  return rows.map((row) =>
    Object.fromEntries(row.split(",").map((cell, i) => [header.split(",")[i]!, cell])),
  );
}
