import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { synthesizeCell } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import { run } from "../../../src/program.ts";
import { type TestIo, testIo } from "../../testIo.ts";
import { writeTestModel } from "../../testModel.ts";

/** A folder to denoise in: `model` and `no-null-class` of random weights, images in `noisy`, the same in `clean`, and commands. */
export interface DenoiseFolder {
  at(...names: string[]): string;
  cellgen(argv: readonly string[], io?: TestIo): Promise<{ code: number; out: string; err: string }>;
  denoise(out: string, ...flags: string[]): Promise<{ code: number; out: string; err: string }>;
  // biome-ignore lint/suspicious/noExplicitAny: a record is JSON.
  record(out: string): Promise<any>;
}

export async function denoiseFolder(folder: string): Promise<DenoiseFolder> {
  const at = (...names: string[]): string => path.join(folder, ...names);
  const cellgen = async (argv: readonly string[], io: TestIo = testIo()) => {
    const code = await run(argv, io);
    return { code, out: io.out(), err: io.err() };
  };
  await writeTestModel(at("model"), { numTrainTimesteps: 1000 });
  await writeTestModel(at("no-null-class"), { hasNullClass: false });
  for (const place of ["noisy/sub", "clean/sub", "other", "small"]) {
    await mkdir(at(place), { recursive: true });
  }
  await writeCell(at, "cell.png", 16, 0);
  await writeCell(at, "sub/field.png", 37, 1);
  const data = Uint16Array.from({ length: 9 * 14 }, (_, i) => 20000 + ((i * 7919) % 3000));
  await writePng(at("noisy", "grey.png"), { width: 9, height: 14, channels: 1, data });
  await writePng(at("clean", "grey.png"), { width: 9, height: 14, channels: 1, data: data.map(() => 21500) });
  await writeFile(at("noisy", "broken.png"), "not a PNG");
  return {
    at,
    cellgen,
    denoise: (out, ...flags) =>
      cellgen(["denoise", "--model", at("model"), "--input", at("noisy"), "--out", at(out), ...flags]),
    record: async (out) => JSON.parse(await readFile(at(out, "denoise.json"), "utf8")),
  };
}

/** Writes a cell and the same with noise: the sum of six dice is nearly normal, with variance 35/2. */
async function writeCell(at: DenoiseFolder["at"], name: string, size: number, index: number): Promise<void> {
  const { image } = synthesizeCell("smear", { size, seed: 0, index });
  const dice = (i: number) =>
    [1, 2, 3, 4, 5, 6].reduce((sum, k) => sum + ((i * 7919 * k + 104729 * index) % 6), 0) - 15;
  const data = Uint8Array.from(image.data, (value, i) => Math.min(255, Math.max(0, value + 2 * dice(i))));
  await writePng(at("clean", name), image);
  await writePng(at("noisy", name), { ...image, data });
}
