import { cp, mkdir, readdir, truncate, writeFile } from "node:fs/promises";
import { readImage, writePng } from "@cellgen/data/node";
import { beforeAll, describe, expect, test } from "vitest";
import { testIo } from "../../testIo.ts";
import { denoiseFolder } from "./denoiseFolder.ts";

const { at, cellgen, denoise, record } = await denoiseFolder();

describe("cellgen denoise stopped", () => {
  test("stopped with Ctrl-C leaves what is finished, with its record", async () => {
    const io = testIo();
    const watch = setInterval(async () => {
      if ((await readdir(at("stopped", "images")).catch(() => [])).length > 0) io.interrupt();
    }, 2);
    const flags = ["--noise", "30", "--mode", "sample", "--samples", "100", "--steps", "20"];
    const { code, err } = await cellgen(
      ["denoise", "--model", at("model"), "--input", at("noisy"), "--out", at("stopped"), ...flags],
      io,
    );
    clearInterval(watch);
    expect(code).toBe(130);
    expect(err).toMatch(/Stopped after \d of \d+ images/);
    const { images, finished, settings } = await record("stopped");
    expect(finished).toBe(false);
    expect(settings).toMatchObject({ samples: 100 });
    expect(images.length).toBeGreaterThan(0);
    expect(images.length).toBeLessThan(3);
  });

  test("stopped before the first image is finished leaves a record of its settings", async () => {
    const io = testIo();
    const watch = setInterval(async () => {
      if ((await readdir(at("at-once")).catch(() => [])).length > 0) io.interrupt();
    }, 1);
    const flags = ["--noise", "30", "--mode", "sample", "--samples", "1000", "--steps", "25", "--batch", "1"];
    const given = ["denoise", "--model", at("model"), "--input", at("noisy", "cell.png")];
    const { code, err } = await cellgen([...given, "--out", at("at-once"), ...flags], io);
    clearInterval(watch);
    expect(code).toBe(130);
    expect(err).toMatch(/Stopped before the first image was finished/);
    const { finished, settings, files } = await record("at-once");
    expect([finished, settings.samples, files]).toEqual([false, 1000, ["denoise.json"]]);
  });
});

describe("cellgen denoise", () => {
  beforeAll(() => denoise("done", "--noise", "8"));

  test.each<[string, string[], RegExp]>([
    ["no input", ["--input", "/nowhere"], /--input \/nowhere: there is no such file or folder/],
    ["noise that is none", ["--noise", "0"], /--noise must be a number above 0/],
    ["noise beyond the range", ["--noise", "300"], /--noise 300 exceeds the range of .*255/],
    ["a camera of one electron", ["--noise", "gain=200000"], /a gain of 200000 exceeds the range of/],
    ["a mode", ["--mode", "median"], /--mode must be mean or sample, got "median"/],
    ["samples", ["--samples", "0"], /--samples must be a whole number from 1 to 10000, got 0/],
    ["a class", ["--class", "whit"], /--class must be one of red, white, got "whit"\. Did you mean white\?/],
    [
      "no class of a model that needs one",
      ["--model", "NO-NULL-CLASS"],
      /--class is required, .*Choose from red, white/,
    ],
    [
      "samples that are the same",
      ["--samples", "2", "--sampler", "dpm++2m"],
      /--sampler must add noise for 2 samples.* Use "ddpm" or "ddim"/,
    ],
    ["no reference", ["--reference", "/nowhere"], /--reference \/nowhere: there is no such/],
    ["no model", ["--model", "/nowhere"], /--model \/nowhere: there is no such folder\. Give the folder/],
    ["results that are there", ["--out", "DONE"], /already contains results of cellgen denoise.*--force/],
  ])("refuses %s in one line", async (_, flags, message) => {
    const given = flags.map((flag) => (/^[A-Z-]+$/.test(flag) ? at(flag.toLowerCase()) : flag));
    const { code, err } = await denoise("refused", ...given);
    expect(err).toMatch(message);
    expect(err.trimEnd()).not.toContain("\n");
    expect(code).toBe(2);
  });

  test("refuses a run without a model yet, and says how to resume it", async () => {
    await mkdir(at("running"));
    await writeFile(at("running", "train.json"), "{}");
    const { code, err } = await denoise("refused", "--model", at("running"));
    expect(err).toMatch(
      /^cellgen: --model .*running contains an unfinished run without a model\. .* resume it: .* train --out .*running --resume\n$/,
    );
    expect(code).toBe(2);
  });

  test("says what to do about weights that are cut short", async () => {
    await cp(at("model"), at("cut"), { recursive: true });
    await truncate(at("cut", "unet", "diffusion_pytorch_model.safetensors"), 12_000);
    const copied = await denoise("refused", "--model", at("cut"));
    expect(copied.err).toMatch(/ The file is truncated\. Copy it again from its source\.\n$/);
    expect(copied.code).toBe(1);
    await writeFile(at("cut", "checkpoint.safetensors"), "");
    const trained = await denoise("refused", "--model", at("cut"));
    expect(trained.err).toMatch(
      / from its source\. Or restore it from the run's checkpoint: .* train --out .*cut --resume\n$/,
    );
  });

  test("refuses an image too small to estimate its noise, before any is denoised", async () => {
    await writePng(at("dot.png"), { width: 2, height: 5, channels: 1, data: new Uint8Array(10) });
    const { code, err } = await denoise("refused", "--input", at("dot.png"));
    expect(err).toMatch(
      /dot\.png is 2x5, too small to estimate its noise\. Give the noise as --noise, or images of at least 3x3\.\n$/,
    );
    expect(code).toBe(2);
    expect(await readdir(at())).not.toContain("refused");
    expect(await denoise("small-dot", "--input", at("dot.png"), "--noise", "9")).toMatchObject({ code: 0 });
  });

  test("refuses references that are missing or of another size", async () => {
    const missing = await denoise("refused", "--reference", at("small"), "--noise", "3");
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.err).toMatch(/^cellgen: --reference must hold images .*small with none of them/);
    await writePng(at("small", "cell.png"), { width: 8, height: 8, channels: 1, data: new Uint8Array(64) });
    const incomplete = await denoise("refused", "--reference", at("small"), "--noise", "3");
    expect(incomplete.err).toMatch(/--reference .*small has no image for gray\.png/);
    const one = ["--input", at("noisy", "cell.png")];
    const other = await denoise("refused", "--reference", at("small"), "--noise", "3", ...one);
    expect(other.err).toMatch(/cell\.png is 8x8 of uint8, gray, but its image .* is 16x16 of uint8, color/);
    expect(other.code).toBe(2);
  });

  test("refuses references of other channels before it replaces results", async () => {
    const { data } = await readImage(at("clean", "cell.png"));
    const gray = data.filter((_, i) => i % 3 === 0);
    await writePng(at("gray-cell.png"), { width: 16, height: 16, channels: 1, data: gray });
    const one = ["--input", at("noisy", "cell.png"), "--noise", "3"];
    expect(await denoise("kept", ...one)).toMatchObject({ code: 0 });
    const { code, err } = await denoise("kept", ...one, "--reference", at("gray-cell.png"), "--force");
    expect(err).toMatch(/^cellgen: .*gray-cell\.png is 16x16 of uint8, gray, but its image .* color\. Give/);
    expect(code).toBe(2);
    expect(await readdir(at("kept", "images"))).toEqual(["cell.png"]);
  });
});
