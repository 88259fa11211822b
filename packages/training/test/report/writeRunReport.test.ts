import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readStoredImage } from "@cellgen/data/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareRun, trainFolder } from "../../src/node.ts";
import { writeRunReport } from "../../src/report/index.ts";
import { brief, writeCells } from "../runs.ts";

let root: string;
const at = (...names: string[]): string => path.join(root, ...names);
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "cellgen-run-report-"));
  await writeCells(at("cells"), 12);
});
afterAll(() => rm(root, { recursive: true }));

const pictures = ["denoising.png", "loss.png", "loss.svg", "report.html", "samples.png"];

test("trainFolder with report writes pictures, those on the way, and a report", async () => {
  const sampled: number[] = [];
  const onSamples = ({ step }: { readonly step: number }) => void sampled.push(step);
  const settings = { ...brief, sampleEvery: 4, report: true, onSamples };
  const run = await trainFolder(at("cells"), { ...settings, out: at("run") });
  expect(await readdir(run.path)).toEqual(expect.arrayContaining(pictures));
  expect(sampled).toEqual([4]);
  expect(await readdir(at("run", "samples"))).toEqual(["step-000004.png"]);
  const samples = await readStoredImage(at("run", "samples.png"));
  expect(samples.image.width).toBeGreaterThan(6 * 16);
  const page = await readFile(at("run", "report.html"), "utf8");
  for (const text of ["trained for 8 steps", "12 images in 3 classes", "8 steps are a short training"])
    expect(page).toContain(text);
  // Settings are called as the options of trainFolder.
  expect(page).toContain("10,000 are usual: steps 10000.");
});

test("writeRunReport takes names of settings and command lines, and writes nothing when it is stopped", async () => {
  const run = await prepareRun(at("cells"), { ...brief, steps: 1, out: at("other") });
  try {
    const trained = await run.train();
    const before = await readdir(at("other"));
    const signal = AbortSignal.abort(new Error("stopped"));
    await expect(writeRunReport(run, trained, { signal })).rejects.toThrow("stopped");
    expect(await readdir(at("other"))).toEqual(before);
    const commands = [{ purpose: "More", command: "cellgen sample --model other" }];
    await writeRunReport(run, trained, { nameOf: (setting) => `--${setting}`, commands });
    const page = await readFile(at("other", "report.html"), "utf8");
    for (const text of ["usual: --steps 10000.", "cellgen sample --model other"])
      expect(page).toContain(text);
  } finally {
    await run.dispose();
  }
});
