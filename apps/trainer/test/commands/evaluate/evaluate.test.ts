import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../../src/program.ts";
import { type TestIo, testIo } from "../../testIo.ts";
import { writeTestModel } from "../../testModel.ts";
import { evaluateBriefly } from "./evaluateBriefly.ts";

let folder: string;
const at = (...names: string[]): string => path.join(folder, ...names);

async function cellgen(argv: readonly string[], io: TestIo = testIo()) {
  const code = await run(argv, io);
  return { code, out: io.out(), err: io.err() };
}

const synthesize = (out: string, count: number, seed: number) =>
  cellgen([
    "data",
    "synth",
    "--kind",
    "smear",
    "--size",
    "16",
    "--out",
    at(out),
    "--count",
    `${count}`,
    "--seed",
    `${seed}`,
  ]);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-evaluate-"));
  await synthesize("cells", 120, 1);
  await synthesize("generated", 48, 2);
  await writeTestModel(at("model"));
});
afterAll(() => rm(folder, { recursive: true }));

const files = ["evaluation.json", "grids.png", "histograms.png", "nearest.png", "report.html"];

describe("cellgen evaluate", () => {
  test("with classes tells everything, keeps what it learned beside the images, and takes it again", async () => {
    const flags = { images: at("generated"), data: at("cells"), out: at("learnt"), threads: 1 };
    const io = testIo();
    await evaluateBriefly(2, flags, io);
    expect(await readdir(at("learnt"))).toEqual(["classes.png", ...files].sort());
    const record = JSON.parse(await readFile(at("learnt", "evaluation.json"), "utf8"));
    expect(record).toMatchObject({
      command: "evaluate",
      finished: true,
      // The hash of their names decides for each image.
      n: { generated: 48, training: 87, heldOut: 33 },
      features: "learned (classifier)",
      settings: { seed: 0, features: "learnt" },
      heldOutFrom: "about a quarter held out by the seed, each file separately",
      repeat: expect.stringMatching(/ evaluate --images .* --out .*-again --features learnt --seed 0 /),
      workingDirectory: process.cwd(),
      engine: expect.stringContaining("onnx"),
    });
    expect(record.weightsSha256).toBeUndefined();
    // Of 16 images of each class, as many as have the proportions of the held-out ones.
    expect(record.classProportions).toEqual({
      weights: "heldOut",
      n: { generated: 47, training: 80, heldOut: 33 },
      excluded: [],
    });
    expect(record.distances.kernelDistance).toMatchObject({ n: 47, reference: 80, realBaseline: { n: 33 } });
    expect(record.perClass.map(({ name }: { name: string }) => name)).toEqual([
      "erythrocyte",
      "leukocyte",
      "platelet",
    ]);
    expect(record.usefulness.generated.trainedOn).toBe(48);
    expect(record.memorisation.worst[0].trainingName).toMatch(/^(erythrocyte|leukocyte|platelet)\/.*\.png$/);
    const page = await readFile(at("learnt", "report.html"), "utf8");
    for (const words of [record.verdict, "real baseline", "Memorized training images", "Per class"]) {
      expect(page).toContain(words);
    }
    // Never a number without n and features.
    expect(page).toContain("trained on 48 (real: 48), tested on 33");
    expect(page).toContain(
      "Of 33 generated images and 33 held-out real ones (real baseline), each compared with 80 real training images",
    );
    expect(page).toContain("16 (10), 30");
    expect(page).toContain(
      "The classes have the proportions of the held-out images: 47 of 48 generated, 80 of 87 training and 33 of 33 held-out images were selected by the seed.",
    );
    expect(page).toMatch(/<td>[\d.]+\u00a0% \([\d.]+\u00a0%\)<\/td>/);
    expect(page).not.toContain(">classifier<");
    expect(page.replace(/base64,[^"]*/g, "")).not.toMatch(/undefined|NaN|\[object/);
    expect(io.out()).toContain(record.verdict);

    const [network] = await readdir(at("cells", ".cellgen"));
    expect(network).toMatch(/^learnt-classifier-16x16x3-[0-9a-f]{16}-seed0-recipe1\.safetensors$/);
    const again = testIo();
    await evaluateBriefly(2, { ...flags, force: true }, again);
    expect(again.out()).toContain("Using stored features");
    const repeated = JSON.parse(await readFile(at("learnt", "evaluation.json"), "utf8"));
    expect(repeated.distances).toEqual(record.distances);
    expect(repeated.usefulness).toEqual(record.usefulness);
  });

  test("without classes, in measured features, from the command line", async () => {
    await mkdir(at("flat"));
    for (const [index, name] of (await readdir(at("generated", "platelet"))).entries()) {
      await writeFile(at("flat", `${index}.png`), await readFile(at("generated", "platelet", name)));
    }
    const result = await cellgen([
      "evaluate",
      "--images",
      at("flat"),
      "--data",
      at("cells"),
      "--out",
      at("cells-out"),
      "--features",
      "cells",
      "--threads",
      "1",
    ]);
    expect(result).toMatchObject({ code: 0, err: "" });
    expect((await readdir(at("cells-out"))).sort()).toEqual(files);
    const record = JSON.parse(await readFile(at("cells-out", "evaluation.json"), "utf8"));
    expect(record).toMatchObject({ features: "cells", n: { generated: 16 }, perClass: [] });
    // Platelets alone are no smear.
    expect(record.distances.coverage.high).toBeLessThan(record.distances.coverage.realBaseline.low);
  });

  test("says in one line what is wrong", async () => {
    await writeFile(at("broken.onnx"), "not a model");
    await mkdir(at("few"), { recursive: true });
    await mkdir(at("empty"), { recursive: true });
    await writeFile(at("few", "a.png"), await readFile(at("flat", "0.png")));
    const given = ["--data", at("cells"), "--out", at("new")];
    const images = ["--images", at("generated")];
    for (const [argv, message, code] of [
      [given, "--model or --images is missing.", 2],
      [[...given, ...images, "--model", "x"], "--model and --images cannot be used together.", 2],
      [
        [...given, ...images, "--guidance", "1", "--steps", "9"],
        "--steps, --guidance cannot be used with --images, which already exist. Omit them, or give",
        2,
      ],
      [[...given, ...images, "--weights", "raw"], "--weights cannot be used with --images", 2],
      [
        [...given, "--model", at("model"), "--eta", "1"],
        '0 unless the sampler is "ddim", got 1 for "dpm++2m".',
        2,
      ],
      [
        [...given, "--model", at("model"), "--guidance", "-1"],
        "--guidance must be a number from 0 to 100",
        2,
      ],
      [[...given, ...images, "--count", "7"], "--count must be a whole number from 8 to 100000, got 7.", 2],
      [
        [...given, ...images, "--features", "fid"],
        "--features must be cells, learnt or the name of an .onnx file",
        2,
      ],
      [[...given, ...images, "--features", "no.onnx"], "--features no.onnx: there is no such file.", 2],
      [[...given, ...images, "--features", at("broken.onnx")], "broken.onnx must be an ONNX model", 1],
      [[...given, "--images", at("few")], "--images must have at least 8 images, got 1.", 2],
      [[...images, "--data", at("few"), "--out", at("new")], "--data must have at least 8 images, got 1.", 2],
      [[...images, "--data", at("cells"), "--out", at("cells", "out")], "is in --data", 2],
      [
        [...images, "--data", at("cells"), "--out", at("learnt")],
        " (grids.png). Replace them with --force, or choose another --out.",
        2,
      ],
      [[...images, "--data", at("nowhere"), "--out", at("new")], "it does not exist", 2],
      [[...given, "--images", at("empty")], "--images must hold images", 2],
      [[...images, "--data", at("empty"), "--out", at("new")], "--data must hold images", 2],
      [[...given, ...images, "--held-out", at("empty")], "--held-out must hold images", 2],
      // Told before an engine is started.
      [
        [...given, "--images", at("few"), "--engine", "cpu", "--threads", "2"],
        "--images must have at least 8 images",
        2,
      ],
    ] as const) {
      const result = await cellgen(["evaluate", ...argv]);
      expect(result.err.trim().split("\n").at(-1)).toContain(message);
      expect(result.code).toBe(code);
    }
  });

  test("stops at Ctrl-C without results, and says whether anything was written", async () => {
    await rm(at("cells", ".cellgen"), { recursive: true });
    for (const said of [
      "Stopped; no results were written. The learned features are in",
      "Stopped; nothing was written.",
    ]) {
      const io = testIo();
      const stdout = {
        write: (text: string) => {
          io.stdout.write(text);
          if (text.includes("Comparing")) setTimeout(io.interrupt, 5);
        },
      };
      const flags = { images: at("generated"), data: at("cells"), out: at("stopped"), threads: 1 };
      await expect(evaluateBriefly(2, flags, { ...io, stdout })).rejects.toThrow(said);
      await expect(readdir(at("stopped"))).rejects.toThrow("ENOENT");
    }
  });
});
