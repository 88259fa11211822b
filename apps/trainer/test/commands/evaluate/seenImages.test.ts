import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readImage, scanImageFolder, trainingImagesCsv, writePng } from "@cellgen/data/node";
import { afterAll, expect, test } from "vitest";
import { run } from "../../../src/program.ts";
import { testIo } from "../../testIo.ts";
import { writeTestModel } from "../../testModel.ts";
import { evaluateBriefly } from "./evaluateBriefly.ts";

const folder = await mkdtemp(path.join(tmpdir(), "cellgen-seen-"));
const at = (...names: string[]): string => path.join(folder, ...names);
afterAll(() => rm(folder, { recursive: true }));

test("cellgen evaluate says so in the terminal, the report and the record, whatever the files are called", async () => {
  const synth = ["data", "synth", "--kind", "smear", "--size", "16", "--count", "24"];
  await run([...synth, "--out", at("cells"), "--seed", "1"], testIo());
  await run([...synth, "--out", at("new"), "--seed", "2"], testIo());
  await writeTestModel(at("model"));
  const { files } = await scanImageFolder(at("cells"));
  await writeFile(at("model", "images.csv"), trainingImagesCsv(files));
  // One image under another name and packed otherwise, one as it was.
  const other = await readImage(files[0]!.path);
  await writePng(at("new", "erythrocyte", "another.png"), other);
  await copyFile(files[20]!.path, at("new", "platelet", "copy.png"));
  const io = testIo();
  const flags = { model: at("model"), data: at("cells"), heldOut: at("new"), out: at("out") };
  await evaluateBriefly(1, { ...flags, count: 8, threads: 1, features: "cells" }, io);
  const words = "The model was trained on 2 of 26 held-out images";
  expect(io.err()).toContain(`note: ${words}`);
  expect(await readFile(at("out", "report.html"), "utf8")).toContain(words);
  const { warnings } = JSON.parse(await readFile(at("out", "evaluation.json"), "utf8"));
  expect(warnings).toEqual([
    expect.stringMatching(/classes/),
    expect.stringMatching(/^2 of 26 held-out images have the same pixels as an image of --data/),
    expect.stringContaining(words),
  ]);
});
