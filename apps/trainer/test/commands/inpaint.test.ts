import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { type CellImage, synthesizeCell } from "@cellgen/data";
import { readImage, readInputs, writePng } from "@cellgen/data/node";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { maskSource } from "../../src/commands/inpaint/maskSource.ts";
import { classNote } from "../../src/commands/inpaint/run.ts";
import { testIo } from "../testIo.ts";
import { testCard, writeTestModel } from "../testModel.ts";
import { commandFolder } from "./commandFolder.ts";

const {
  folder,
  at,
  cellgen,
  apply: inpaint,
  record,
} = commandFolder("inpaint", ...["--preset", "fast", "--samples", "2"]);
const cell = (size: number, index = 1): CellImage => synthesizeCell("smear", { size, seed: 0, index }).image;

/** A mask that is white where `of` says so. */
const mask = (width: number, height: number, of: (x: number, y: number) => boolean): CellImage => ({
  width,
  height,
  channels: 1,
  data: Uint8Array.from(
    { length: width * height },
    (_, i) => 255 * Number(of(i % width, Math.floor(i / width))),
  ),
});

beforeAll(async () => {
  await writeTestModel(at("model"));
  await writeTestModel(at("strict-model"), { hasNullClass: false });
  for (const name of ["cells/a", "masks/a"]) await mkdir(at(name), { recursive: true });
  await writePng(at("cells", "a", "one.png"), cell(16, 1));
  const wide = Uint16Array.from({ length: 26 * 20 }, (_, i) => (i * 1237) % 65536);
  await writePng(at("cells", "wide.png"), { width: 26, height: 20, channels: 1, data: wide });
  await sharp(await readFile(at("cells", "wide.png"))).toFile(at("masks", "unused.png"));
  await writePng(
    at("masks", "a", "one.png"),
    mask(16, 16, (x, y) => x > 4 && x < 9 && y > 8),
  );
  await writePng(
    at("masks", "wide.png"),
    mask(26, 20, (x, y) => Math.hypot(x - 12, y - 9) < 4),
  );
  await writePng(
    at("small.png"),
    mask(8, 8, (x) => x > 4),
  );
  await writePng(
    at("empty.png"),
    mask(16, 16, () => false),
  );
  await writePng(
    at("full.png"),
    mask(16, 16, () => true),
  );
  await writePng(
    at("lattice.png"),
    mask(32, 32, (x, y) => (x + y) % 2 === 0),
  );
  await writePng(at("large.png"), cell(32));
});

describe("cellgen inpaint", () => {
  test("leaves known pixels bit for bit in the file's own type, and fills the others", async () => {
    const result = await inpaint("all", "--input", at("cells"), "--mask", at("masks"));
    expect(result.code).toBe(0);
    expect(result.err).toContain("note: wide.png is resized from 26x20 to the model's 16x16 pixels.\n");
    expect(result.err).toMatch(/^note: Inpainted without a class, .* Give --class \(red, white\)/m);
    expect((await readdir(at("all"), { recursive: true })).sort()).toEqual(
      expect.arrayContaining([
        "images/a/one-1.png",
        "images/a/one-2.png",
        "images/wide-1.png",
        "images/wide-2.png",
        "inpaint.json",
        "report.html",
        "sheet.png",
      ]),
    );
    for (const name of ["a/one", "wide"]) {
      const before = await readImage(at("cells", `${name}.png`));
      const fill = (await readImage(at("masks", `${name}.png`))).data;
      const after = await Promise.all([1, 2].map((k) => readImage(at("all", "images", `${name}-${k}.png`))));
      for (const image of after) {
        expect({ ...image, data: 0 }).toEqual({ ...before, data: 0 });
        expect(image.data.constructor).toBe(before.data.constructor);
        const known = image.data.filter((_, i) => fill[Math.floor(i / image.channels)] === 0);
        expect(known).toEqual(before.data.filter((_, i) => fill[Math.floor(i / image.channels)] === 0));
      }
      expect(after[0]!.data).not.toEqual(before.data);
      expect(after[0]!.data).not.toEqual(after[1]!.data);
    }
    const { images, settings, weightsSha256, drawing } = await record("all");
    expect(settings).toMatchObject({ seed: 0, samples: 2, preset: "fast" });
    expect(drawing).toMatchObject({ sampler: "ddpm", resamplings: 3 });
    expect((await record("all")).finished).toBe(true);
    expect(weightsSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(images[0].completions).toEqual([
      { file: "images/a/one-1.png", seed: 0, index: 0 },
      { file: "images/a/one-2.png", seed: 0, index: 1 },
    ]);
    const page = await readFile(at("all", "report.html"), "utf8");
    expect(result.out).toContain("2 images, 2 completions each; engine");
    expect(page).toContain("2 images, 2 completions each, by RePaint");
    expect(page).toContain("wide.png is resized from 26x20 to the model&#39;s 16x16 pixels.");
    expect(page).toMatch(/inpaint --model .* --samples 2 --preset fast/);
  });

  test("takes an image for one of 16 bits where what is bright lies in the hole alone", async () => {
    const data = Uint16Array.from({ length: 256 }, (_, i) => (i === 8 * 16 + 8 ? 60_000 : 3000));
    await writePng(at("bright.png"), { width: 16, height: 16, channels: 1, data });
    const flags = ["--input", at("bright.png"), "--box", "6,6,5,5"];
    expect(await inpaint("bright", ...flags)).toMatchObject({
      code: 0,
      err: expect.stringContaining(
        "note: bright.png is uint16, the model uint8: 0 to 65535 was mapped to 0 to 255.\n",
      ),
    });
    const { images } = await record("bright");
    expect(images[0].notes.join()).toContain("0 to 65535 was mapped to 0 to 255");
    expect(await readFile(at("bright", "report.html"), "utf8")).toContain(
      "1 image, 2 completions, by RePaint",
    );
  });

  test("says that a hole in a field was filled within a part of it, and what may come of that", async () => {
    await writePng(at("field.png"), cell(80));
    const { code, err } = await inpaint("field", "--input", at("field.png"), "--box", "40,40,6,6");
    expect(code).toBe(0);
    expect(err).toMatch(
      /^note: field\.png is inpainted in a window of (\d+)x\1 pixels around the mask; .* center of training images\.$/m,
    );
    const [{ window }] = (await record("field")).images;
    expect(err).toContain(`window of ${window.width}x${window.height} pixels`);
  });

  test("is the same again, whatever else is in the folder, and another with every flag that changes it", async () => {
    const one = ["--input", at("cells", "a", "one.png"), "--mask", at("masks", "a", "one.png")];
    const bytes = async (out: string, name = "one-1") => readFile(at(out, "images", `${name}.png`));
    const again = await readFile(at("all", "images", "a", "one-1.png"));
    const variants = [[], ["--seed", "1"], ["--class", "white"], ["--sampler", "ddim"], ["--box", "2,3,4,5"]];
    const seen = new Set<string>();
    for (const [k, flags] of variants.entries()) {
      const place = flags[0] === "--box" ? one.slice(0, 2) : one;
      expect(await inpaint(`variant-${k}`, ...place, ...flags)).toMatchObject({ code: 0 });
      seen.add((await bytes(`variant-${k}`)).toString("hex"));
    }
    expect(await bytes("variant-0")).toEqual(again);
    expect(seen.size).toBe(variants.length);
  });

  test("replaces its own results with --force alone", async () => {
    const flags = ["--input", at("cells", "a", "one.png"), "--box", "2,2,3,3", "--samples", "1"];
    expect(await inpaint("variant-0", ...flags)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/already contains results of cellgen inpaint.*--force/),
    });
    expect(await inpaint("variant-0", ...flags, "--force")).toMatchObject({ code: 0 });
    expect(await readdir(at("variant-0", "images"))).toEqual(["one-1.png"]);
    await writeFile(at("variant-0", "mine.png"), "");
    expect(await inpaint("variant-0", ...flags, "--force")).toMatchObject({ code: 2 });
  });

  test("Ctrl-C leaves what is finished", async () => {
    const io = testIo();
    const watch = setInterval(async () => {
      const names = await readdir(at("stopped", "images"), { recursive: true }).catch((): string[] => []);
      if (names.includes("one-2.png") || names.includes("a/one-2.png")) io.interrupt();
    }, 1);
    const flags = ["--input", at("cells"), "--mask", at("masks"), "--preset", "good"];
    const { code, err } = await cellgen(
      ["inpaint", "--model", at("model"), "--out", at("stopped"), "--samples", "2", ...flags],
      io,
    );
    clearInterval(watch);
    expect(code).toBe(130);
    expect(err).toMatch(/Stopped after 1 of \d+ images, with results in/);
    expect(await record("stopped")).toMatchObject({ finished: false, images: [{ notes: [] }] });
    expect(await readdir(at("stopped"))).toContain("sheet.png");
  });

  test.each([
    ["no hole", [], /--mask or --box is missing/],
    [
      "two kinds of holes",
      ["--mask", "m.png", "--box", "1,1,2,2"],
      /--mask and --box cannot be used together/,
    ],
    ["a box that is none", ["--box", "1,1,2"], /--box must be X,Y,W,H in whole pixels.*got "1,1,2"/],
    ["an empty box", ["--box", "1,1,0,2"], /--box must be X,Y,W,H/],
    ["a box outside", ["--box", "10,1,8,2"], /--box 10,1,8,2 extends beyond .*one\.png \(16x16\)/],
    ["a box that is all", ["--box", "0,0,16,16"], /--box 0,0,16,16 masks all of .*one\.png/],
    ["a mask that is not there", ["--mask", "none.png"], /--mask none\.png: there is no such file or folder/],
    [
      "a mask of another size",
      ["--mask", "@small.png"],
      /small\.png is 8x8, but its image .*one\.png is 16x16/,
    ],
    ["an empty mask", ["--mask", "@empty.png"], /empty\.png masks nothing.*Use white for pixels to inpaint/],
    [
      "a full mask",
      ["--mask", "@full.png"],
      /full\.png masks all of .*one\.png.*Use black for pixels to keep/,
    ],
    ["a folder without the mask", ["--mask", "@cells"], /--mask .* has no mask for one\.png/],
    [
      "an unknown class",
      ["--box", "1,1,2,2", "--class", "wite"],
      /--class must be one of red, white, got "wite"\. Did you mean white\?/,
    ],
    ["an unknown sampler", ["--box", "1,1,2,2", "--sampler", "euler"], /--sampler must be/],
    [
      "no class of a model that needs one",
      ["--box", "1,1,2,2", "--model", "@strict-model"],
      /--class is required, .*Choose from red, white/,
    ],
    ["no completions", ["--box", "1,1,2,2", "--samples", "0"], /--samples must be a whole number from 1/],
  ])("refuses %s in one line, before it writes", async (_, flags, message) => {
    const given = flags.map((flag) => (flag.startsWith("@") ? at(flag.slice(1)) : flag));
    const { code, err } = await inpaint("new", "--input", at("cells", "a", "one.png"), ...given);
    expect(err).toMatch(message);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(code).toBe(2);
    expect(await readdir(folder)).not.toContain("new");
  });

  test("refuses an image of which nothing is known at the model's size", async () => {
    const { code, err } = await inpaint("new", "--input", at("large.png"), "--mask", at("lattice.png"));
    expect(err).toMatch(/large\.png: at the model's 16x16 no known pixels remain/);
    expect(code).toBe(2);
  });
});

test("that a class helps is said where the model has some and none was given", () => {
  expect(classNote(undefined, testCard({ classes: ["red", "white"] }))).toHaveLength(1);
  expect(classNote("red", testCard({ classes: ["red", "white"] }))).toEqual([]);
  expect(classNote(undefined, testCard())).toEqual([]);
});

describe("maskSource", () => {
  const sourceOf = async (settings: { readonly mask?: string; readonly box?: string }) => {
    const { files } = await readInputs(at("cells"));
    const context = { settings, io: testIo(), signal: new AbortController().signal };
    return { files, masks: await maskSource(context, files, testCard()) };
  };

  test("reads the mask of an image once, until it is released", async () => {
    await mkdir(at("once", "a"), { recursive: true });
    for (const name of ["a/one.png", "wide.png"])
      await writeFile(at("once", name), await readFile(at("masks", name)));
    const { files, masks } = await sourceOf({ mask: at("once") });
    const regions = await Promise.all(files.map(masks.read));
    await rm(at("once"), { recursive: true });
    expect(regions[0]).not.toBe(regions[1]);
    for (const [k, file] of files.entries()) {
      expect(await masks.read(file)).toBe(regions[k]);
      masks.release(file);
      await expect(masks.read(file)).rejects.toThrow(/once/);
    }
  });

  test("keeps a rectangle for all images of a size", async () => {
    const { files, masks } = await sourceOf({ box: "2,3,4,4" });
    const [first] = files;
    const region = await masks.read(first!);
    expect(await masks.read({ ...first!, path: "other.png" })).toBe(region);
    expect(await masks.read(files[1]!)).not.toBe(region);
  });
});
