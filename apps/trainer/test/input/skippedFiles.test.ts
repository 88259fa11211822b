import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { synthesizeCell } from "@cellgen/data";
import { writePng, writeTiff } from "@cellgen/data/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../src/program.ts";
import { skippedLines } from "../../src/terminal/skippedLines.ts";
import { testIo } from "../testIo.ts";
import { writeTestModel } from "../testModel.ts";

const folder = await mkdtemp(path.join(tmpdir(), "cellgen-skipped-"));
const at = (...names: string[]): string => path.join(folder, ...names);
const uses: readonly [string, ...string[]][] = [
  ["denoise"],
  ["inpaint", "--box", "1,1,6,6", "--preset", "fast"],
  ["translate", "--to", "white", "--steps", "2"],
];

/** What a command says of the cells in a folder. */
async function use([command, ...flags]: readonly string[], input: string) {
  const io = testIo();
  const inputs = command === "interpolate" ? [] : ["--input", at(input)];
  const places = ["--model", at("model"), ...inputs, "--out", at(`${input}-${command}`)];
  const code = await run([command!, ...places, ...flags], io);
  return { code, out: io.out(), err: io.err() };
}

beforeAll(async () => {
  await writeTestModel(at("model"));
  for (const place of ["cells", "tiny"]) {
    await mkdir(at(place));
    await writePng(at(place, "dot.png"), { width: 2, height: 2, channels: 1, data: new Uint8Array(4) });
  }
  await writePng(at("cells", "cell.png"), synthesizeCell("smear", { size: 16, seed: 0, index: 0 }).image);
  await writeFile(at("broken.png"), "no image");
  for (let k = 0; k < 7; k++) await writeFile(at("cells", `scan-${k}.tif`), "II*");
});
afterAll(() => rm(folder, { recursive: true }));

test.each(uses)("cellgen %s skips damaged TIFFs and what is too small, and lists them", async (...words) => {
  const { code, out, err } = await use(words, "cells");
  expect(err).toMatch(
    /^note: Skipped: \S+scan-0\.tif, (\S+, ){3}\S+scan-4\.tif and 2 more cannot be read: not an image of a known format by its content\. Save it/,
  );
  expect(err).toMatch(/^note: Skipped: .*dot\.png.*\b2x2\b.*\. \S.*\.$/m);
  expect(out).toMatch(/^1 image[ ,]/m);
  expect(code).toBe(0);
  const report = await readFile(at(`cells-${words[0]}`, "report.html"), "utf8");
  expect(report).toContain("not an image of a known format by its content");
  expect(report).toMatch(/Skipped: [^<]*dot\.png/);
});

test.each(uses)("cellgen %s prints notes on its input files", async (...words) => {
  const float = { width: 16, height: 16, channels: 1, data: new Float32Array(256).fill(90) };
  float.data[3] = Number.NaN;
  await mkdir(at("floats"), { recursive: true });
  for (const name of ["a.tif", "b.tif"]) await writeTiff(at("floats", name), float);
  const { code, err } = await use(words, "floats");
  expect(err).toContain(
    "note: a.tif and 1 more: 1 of the pixels read are NaN or infinite; training and results have finite values instead.\n",
  );
  expect(code).toBe(0);
  const report = await readFile(at(`floats-${words[0]}`, "report.html"), "utf8");
  expect(report).toContain(
    "a.tif and 1 more: 1 of the pixels read are NaN or infinite; training and results have finite values instead.",
  );
});

test.each(uses)("cellgen %s refuses a folder in which nothing fits", async (...words) => {
  const { code, err } = await use(words, "tiny");
  expect(err).toMatch(/^cellgen: .*dot\.png.*\b2x2\b.*\.\n$/);
  expect(code).toBe(2);
});

test.each([...uses, ["interpolate"]])("cellgen %s refuses a file that cannot be read", async (...words) => {
  const places =
    words[0] === "interpolate" ? ["--images", `${at("cells", "cell.png")},${at("broken.png")}`] : [];
  const { code, err } = await use([...words, ...places], "broken.png");
  expect(err).toMatch(
    /^cellgen: .*broken\.png cannot be read: not an image of a known format by its content\. Save it/,
  );
  expect(code).toBe(2);
});

test("of many files those of the first reasons are told, and the others counted", () => {
  const broken = (reason: string, k: number) => ({ path: `/${reason}${k}.png`, reason, remedy: "Copy it." });
  const files = ["a", "b", "c", "d", "e", "f", "g"].map((reason) => broken(reason, 1));
  const lines = skippedLines(
    [...files, broken("a", 2), broken("g", 2)],
    Array.from({ length: 7 }, (_, k) => new Error(`${k} is small.`)),
  );
  expect(lines[0]).toBe("Skipped: /a1.png, /a2.png cannot be read: a. Copy it.");
  expect(lines[5]).toBe("3 other unreadable files skipped.");
  expect(lines[6]).toBe("Skipped: 0 is small.");
  expect(lines.slice(10)).toEqual([
    "Skipped: 4 is small.",
    "2 other images skipped: not suitable for the model.",
  ]);
});
