import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { synthesizeCell } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../../src/program.ts";
import { testIo } from "../../testIo.ts";
import { writeTestModel } from "../../testModel.ts";

let folder: string;
const at = (...names: string[]): string => path.join(folder, ...names);

const translate = (out: string, ...flags: string[]) =>
  run(["translate", "--model", at("model"), "--out", at(out), "--steps", "20", ...flags], testIo());
const record = async (out: string) => JSON.parse(await readFile(at(out, "translate.json"), "utf8"));

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-translate-long-"));
  await writeTestModel(at("model"));
  await mkdir(at("cells"));
  for (const index of [0, 2]) {
    const { image } = synthesizeCell("smear", { size: index === 2 ? 24 : 16, seed: 0, index });
    await writePng(at("cells", `${index}.png`), image);
  }
  for (let index = 0; index < 24; index++) {
    for (const kind of ["red", "white"]) {
      const value = kind === "red" ? 60 : 200;
      const data = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => value + ((i * 31 + index * 7) % 50));
      await mkdir(at("data", kind), { recursive: true });
      await writePng(at("data", kind, `${index}.png`), { width: 16, height: 16, channels: 3, data });
    }
  }
});
afterAll(() => rm(folder, { recursive: true }));

test("cellgen translate with --data says what a classifier of real images sees", async () => {
  const flags = ["--input", at("cells"), "--from", "red", "--to", "white", "--data", at("data")];
  expect(await translate("judged", ...flags)).toBe(0);
  const { scores, images } = await record("judged");
  expect(scores.style.accuracy).toBe(1);
  expect(scores.style.keptAside).toBe(12);
  expect(["red", "white"]).toContain(images[0].style.after);
  expect(await readFile(at("judged", "report.html"), "utf8")).toContain("classified as white after");
});
