import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testIo } from "../testIo.ts";
import { trainingFolder } from "./train/trainingFolder.ts";

const folder = await mkdtemp(path.join(tmpdir(), "cellgen-sample-"));
const { at, cellgen, synthesize, training, digests } = trainingFolder(folder);

beforeAll(async () => {
  await synthesize();
  expect(await cellgen([...training("whole"), "--sample-every", "0"])).toMatchObject({ code: 0 });
}, 300_000);
afterAll(() => rm(folder, { recursive: true }));

describe("cellgen sample", () => {
  const sample = async (out: string, ...flags: string[]) =>
    cellgen(["sample", "--model", at("whole"), "--out", at(out), "--steps", "4", ...flags]);
  const images = async (out: string) =>
    (await readdir(at(out))).filter((name) => name.startsWith("image-")).sort();

  const record = async (out: string) => JSON.parse(await readFile(at(out, "samples.json"), "utf8"));

  test("generates the same bytes again, whatever the count", async () => {
    expect(await sample("five", "--count", "5", "--batch", "3")).toMatchObject({ code: 0 });
    expect(await sample("two", "--count", "2", "--batch", "3")).toMatchObject({ code: 0 });
    const five = await images("five");
    expect(five).toEqual([0, 1, 2, 3, 4].map((k) => `image-0000${k}.png`));
    expect(await digests("two", five.slice(0, 2))).toEqual(await digests("five", five.slice(0, 2)));
    const { images: records } = await record("five");
    expect(records[4]).toEqual({ file: "image-00004.png", seed: 0, index: 4, class: "leukocyte" });
  });

  test("takes another size than that of the training images, and says so", async () => {
    const { code, out } = await sample("wide", "--count", "1", "--size", "40x26");
    expect(code).toBe(0);
    expect(out).toContain("The model was trained on 16x16; the images are 40x26.");
    expect(await sharp(at("wide", "image-00000.png")).metadata()).toMatchObject({ width: 40, height: 26 });
    expect((await record("wide")).settings.size).toBe("40x26");
    const refused = await sample("none", "--size", "40x");
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.err).toContain("--size must be a side or WIDTHxHEIGHT in pixels, each from 8 to 1024");
  });

  test("its record says how to generate the images again, from which weights, and that all are there", async () => {
    const { repeat, finished, settings, weightsSha256, drawing } = await record("five");
    expect(finished).toBe(true);
    expect(settings).toMatchObject({
      count: 5,
      batch: 3,
      seed: 0,
      steps: 4,
      guidance: 1,
      precision: "float32",
    });
    expect(drawing).toEqual({ sampler: "dpm++2m", steps: 4, guidanceScale: 1 });
    const words = repeat.slice(repeat.indexOf("sample ")).split(" ");
    expect(await cellgen(words)).toMatchObject({ code: 0 });
    const names = await images("five");
    expect(await digests("five-again", names)).toEqual(await digests("five", names));
    expect((await record("five-again")).weightsSha256).toBe(weightsSha256);
    expect((await record("two")).weightsSha256).toBe(weightsSha256);
  });

  test("stopped with Ctrl-C says in its record that images are missing", async () => {
    const io = testIo();
    const watch = setInterval(async () => {
      if ((await images("stopped").catch(() => [])).length > 0) io.interrupt();
    }, 5);
    const flags = ["--model", at("whole"), "--out", at("stopped"), "--count", "5000", "--batch", "1"];
    const { code } = await cellgen(["sample", ...flags], io);
    clearInterval(watch);
    expect(code).toBe(130);
    const { finished, images: records, settings } = await record("stopped");
    expect([finished, settings.count]).toEqual([false, 5000]);
    expect(records.map(({ file }: { file: string }) => file)).toEqual(await images("stopped"));
  });

  async function expectWithinOneGreyLevel(out: string): Promise<void> {
    for (const name of await images(out)) {
      const [a, b] = await Promise.all([out, "five"].map((place) => sharp(at(place, name)).raw().toBuffer()));
      a!.forEach((value, i) => {
        expect(Math.abs(value - b![i]!)).toBeLessThanOrEqual(1);
      });
    }
  }

  test("in batches of another size generates images within one gray level", async () => {
    await sample("one", "--count", "5", "--batch", "1");
    await expectWithinOneGreyLevel("one");
  });

  test.each(["wasm", "cpu"])("on the engine %s generates images within one gray level", async (engine) => {
    expect(await sample(engine, "--count", "2", "--batch", "1", "--engine", engine)).toMatchObject({
      code: 0,
    });
    await expectWithinOneGreyLevel(engine);
  });

  test("on other threads generates images within one gray level", async () => {
    const { code, out } = await sample("threaded", "--count", "3", "--threads", "3", "--share-cores");
    expect(code).toBe(0);
    expect(out).toContain("3 threads, shared cores,");
    await expectWithinOneGreyLevel("threaded");
  });

  test("without blocks of channels generates images within one gray level", async () => {
    expect(await sample("plain", "--count", "3", "--no-blocks")).toMatchObject({ code: 0 });
    await expectWithinOneGreyLevel("plain");
  });

  test.each(["webgpu", "webgl"])("refuses the engine %s, which this machine lacks", async (engine) => {
    const { code, err } = await sample("refused", "--engine", engine);
    expect(err).toMatch(
      new RegExp(
        `^cellgen: --engine ${engine} cannot be used \\(see cellgen engines\\): engine ${engine} runs only in web pages: Node has no .+ Use onnx.*\n$`,
      ),
    );
    expect(code).toBe(2);
  });

  test("says what to install for the engine tensorflow, and where to see more", async () => {
    const { code, err } = await sample("refused", "--engine", "tensorflow");
    expect(err).toMatch(
      /^cellgen: --engine tensorflow cannot be used \(see cellgen engines\): @tensorflow\/tfjs-node is not installed\. Install it: npm install \S+@[\d.]+\d\n$/,
    );
    expect(code).toBe(2);
  });

  test.each(["--threads=2", "--share-cores", "--no-blocks"])(
    "refuses %s for an engine that has no such thing",
    async (flag) => {
      const { code, err } = await sample("refused", "--engine", "cpu", flag);
      expect(err).toBe(
        `cellgen: ${flag.split("=")[0]} requires another engine, got cpu. Omit it, or use --engine onnx.\n`,
      );
      expect(code).toBe(2);
    },
  );

  test.each([
    ["on images that it generates", []],
    ["on a folder of images", ["--calibrate"]],
  ])("on eight bits, calibrated %s, generates images within a few gray levels", async (_, flags) => {
    const out = `int8${flags.length}`;
    const where = flags.length > 0 ? [...flags, at("cells")] : [];
    const result = await sample(out, "--count", "5", "--batch", "3", "--precision", "int8", ...where);
    expect(result).toMatchObject({ code: 0 });
    expect(result.out).toContain("in int8; engine onnx");
    let [sum, count] = [0, 0];
    for (const name of await images(out)) {
      const [a, b] = await Promise.all([out, "five"].map((place) => sharp(at(place, name)).raw().toBuffer()));
      a!.forEach((value, i) => {
        sum += Math.abs(value - b![i]!);
        count++;
      });
    }
    expect(count).toBe(5 * 16 * 16 * 3);
    expect(sum / count).toBeLessThan(4);
    expect(sum / count).toBeGreaterThan(0.05);
    expect((await record(out)).settings.precision).toBe("int8");
  });

  test("every flag that affects the images changes them", async () => {
    const variants = [
      [],
      ["--sampler", "ddim"],
      ["--sampler", "ddim", "--eta", "0.5"],
      ["--sampler", "ddpm"],
      ["--class", "platelet"],
      ["--guidance", "2"],
      ["--weights", "raw"],
      ["--seed", "1"],
      ["--steps", "5"],
    ];
    const seen = new Set<string>();
    for (const [k, flags] of variants.entries()) {
      expect(await sample(`variant-${k}`, "--count", "1", "--batch", "1", ...flags)).toMatchObject({
        code: 0,
      });
      for (const digest of await digests(`variant-${k}`, ["image-00000.png"])) seen.add(digest);
    }
    expect(seen.size).toBe(variants.length);
    expect((await record("variant-6")).weights).toBe("raw");
  });

  test.each([
    ["samples that are there", ["--count", "1"], "five", /already contains samples/],
    [
      "an unknown class",
      ["--class", "yeast"],
      "new",
      /--class must be one of erythrocyte, leukocyte, platelet, got "yeast"/,
    ],
    [
      "eta for another sampler",
      ["--eta", "1"],
      "new",
      /--eta must be .* 0 unless the sampler is "ddim", got 1 for "dpm\+\+2m"\. Omit it/,
    ],
    ["another precision", ["--precision", "int4"], "new", /--precision must be float32 or int8/],
    [
      "eight bits on another engine",
      ["--precision", "int8", "--engine", "cpu"],
      "new",
      /--precision int8 requires the engine onnx, got cpu\./,
    ],
    [
      "images to calibrate nothing on",
      ["--calibrate", "cells"],
      "new",
      /--calibrate requires --precision int8/,
    ],
    [
      "a folder to calibrate on that is not there",
      ["--precision", "int8", "--calibrate", "nowhere"],
      "new",
      /--calibrate nowhere: there is no such folder/,
    ],
    [
      "more steps than there are",
      ["--steps", "2000"],
      "new",
      /--steps must be an integer in 1…1000, got 2000/,
    ],
  ])("refuses %s", async (_, flags, out, message) => {
    const { code, err } = await sample(out, ...flags);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  test("names the flag and what a folder lacks that is no model", async () => {
    const { code, err } = await cellgen(["sample", "--model", at("cells"), "--out", at("new")]);
    expect(code).toBe(2);
    expect(err).toMatch(/--model \S*cells contains no model: model_index\.json is missing/);
  });
});
