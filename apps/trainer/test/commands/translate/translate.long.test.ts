import { mkdir, readFile } from "node:fs/promises";
import { synthesizeCell } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import { beforeAll, expect, test } from "vitest";
import { writeTestModel } from "../../testModel.ts";
import { commandFolder } from "../commandFolder.ts";

const { at, apply: translate, record } = commandFolder("translate", "--steps", "20");

beforeAll(async () => {
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

test("cellgen translate with --data says what a classifier of real images sees", async () => {
  const flags = ["--input", at("cells"), "--from", "red", "--to", "white", "--data", at("data")];
  expect(await translate("judged", ...flags)).toMatchObject({ code: 0 });
  const { scores, images } = await record("judged");
  expect(scores.style.accuracy).toBe(1);
  expect(scores.style.keptAside).toBe(11);
  expect(["red", "white"]).toContain(images[0].style.after);
  expect(await readFile(at("judged", "report.html"), "utf8")).toContain("classified as white after");
});
