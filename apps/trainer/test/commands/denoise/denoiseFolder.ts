import { mkdir, writeFile } from "node:fs/promises";
import { synthesizeCell } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import type { ReferenceScores } from "@cellgen/pipelines";
import { writeTestModel } from "../../testModel.ts";
import { commandFolder } from "../commandFolder.ts";

/** Return the entry of an image in denoise.json. */
interface ImageRecord {
  readonly outputs: readonly string[];
  readonly noise: object;
  readonly uncertainty?: { readonly rootMeanSquare: number };
  readonly fields: readonly { readonly isBelowModel: boolean }[];
  readonly besideBlur: readonly object[];
  readonly doubts: readonly string[];
  readonly scores: ReferenceScores["scores"];
}

/** denoise.json. */
interface DenoiseRecord {
  readonly repeat: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly weightsSha256: string;
  readonly finished: boolean;
  readonly meanScores: ReferenceScores["scores"];
  readonly images: readonly ImageRecord[];
  readonly files: readonly string[];
}

/** A folder to denoise in: `model` and `no-null-class` of random weights, images in `noisy`, the same in `clean`, and commands. */
export async function denoiseFolder() {
  const { at, cellgen, apply, record } = commandFolder("denoise");
  await writeTestModel(at("model"), { numTrainTimesteps: 1000 });
  await writeTestModel(at("no-null-class"), { hasNullClass: false });
  for (const place of ["noisy/sub", "clean/sub", "other", "small"]) {
    await mkdir(at(place), { recursive: true });
  }
  await writeCell(at, "cell.png", 16, 0);
  await writeCell(at, "sub/field.png", 37, 1);
  const data = Uint16Array.from({ length: 9 * 14 }, (_, i) => 20000 + ((i * 7919) % 3000));
  await writePng(at("noisy", "gray.png"), { width: 9, height: 14, channels: 1, data });
  await writePng(at("clean", "gray.png"), { width: 9, height: 14, channels: 1, data: data.map(() => 21500) });
  await writeFile(at("noisy", "broken.png"), "not a PNG");
  return {
    at,
    cellgen,
    denoise: (out: string, ...flags: string[]) => apply(out, "--input", at("noisy"), ...flags),
    record: (out: string): Promise<DenoiseRecord> => record(out),
  };
}

/** Writes a cell and the same with noise: the sum of six dice is nearly normal, with variance 35/2. */
async function writeCell(
  at: (...names: string[]) => string,
  name: string,
  size: number,
  index: number,
): Promise<void> {
  const { image } = synthesizeCell("smear", { size, seed: 0, index });
  const dice = (i: number) =>
    [1, 2, 3, 4, 5, 6].reduce((sum, k) => sum + ((i * 7919 * k + 104729 * index) % 6), 0) - 15;
  const data = Uint8Array.from(image.data, (value, i) => Math.min(255, Math.max(0, value + 2 * dice(i))));
  await writePng(at("clean", name), image);
  await writePng(at("noisy", name), { ...image, data });
}
