import { mkdir, readdir, readFile } from "node:fs/promises";
import { synthesizeCell } from "@cellgen/data";
import { readImage, writePng } from "@cellgen/data/node";
import { psnr } from "@cellgen/metrics";
import { beforeAll, describe, expect, test } from "vitest";
import { writeTestModel } from "../../testModel.ts";
import { commandFolder } from "../commandFolder.ts";

const { folder, at, cellgen, apply: translate, record } = commandFolder("translate", "--steps", "20");

beforeAll(async () => {
  await writeTestModel(at("model"));
  await writeTestModel(at("gray-model"), { channels: 1 });
  await writeTestModel(at("no-null-class"), { hasNullClass: false });
  for (const name of ["red", "other", "white"]) await mkdir(at("cells", name), { recursive: true });
  for (const index of [0, 1, 2]) {
    const { image } = synthesizeCell("smear", { size: index === 2 ? 24 : 16, seed: 0, index });
    await writePng(at("cells", index === 1 ? "other" : "red", `${index}.png`), image);
  }
});

describe("cellgen translate", () => {
  test("writes each image in its own size, under its name, and scores what was kept", async () => {
    expect(await translate("all", "--input", at("cells"), "--to", "white")).toMatchObject({
      code: 0,
      err: "note: red/2.png is resized from 24x24 to the model's 16x16 pixels.\n",
    });
    const names = await readdir(at("all"), { recursive: true });
    expect(names).toEqual(
      expect.arrayContaining([
        "images/other/1.png",
        "images/red/0.png",
        "images/red/2.png",
        "sheet.png",
        "report.html",
      ]),
    );
    const image = await readImage(at("all", "images", "red", "2.png"));
    expect([image.width, image.height, image.channels]).toEqual([24, 24, 3]);
    const { images, scores, drawing } = await record("all");
    // A folder's name is the class, where the model knows it.
    expect(images.map(({ from }: { from: string | null }) => from).sort()).toEqual([null, "red", "red"]);
    for (const { structure, to } of images) {
      expect(to).toBe("white");
      expect(structure.edges).toBeGreaterThan(-1);
      expect(structure.ssim).toBeLessThan(1);
    }
    expect(scores.unrelated.edges).toBeLessThan(1);
    expect(drawing).toMatchObject({ method: "ddib", sampler: "ddim", steps: 20, strength: 1 });
    expect(await readFile(at("all", "report.html"), "utf8")).toContain(
      "red/2.png is resized from 24x24 to the model&#39;s 16x16 pixels.",
    );
  });

  test("frames of one scene are not taken for unrelated images", async () => {
    await mkdir(at("frames"));
    const { data, ...size } = await readImage(at("cells", "red", "0.png"));
    for (const k of [0, 1, 2]) {
      const frame = data.map((value, i) => Math.max(0, value - ((i + k) % 3)));
      await writePng(at("frames", `${k}.png`), { ...size, data: frame });
    }
    await translate("of-frames", "--input", at("frames"), "--to", "white");
    expect((await record("of-frames")).scores.unrelated).toBeNull();
    const page = await readFile(at("of-frames", "report.html"), "utf8");
    expect(page).toMatch(/very similar \(their edges correlate with \d\.\d\d\)/);
  });

  test("to the own class comes back", async () => {
    const one = ["--input", at("cells", "red", "0.png"), "--from", "red", "--to", "red"];
    const { err } = await translate("back", ...one);
    expect(err).toBe(
      "note: Translated from red to red: any change is the error of inversion and generation.\n",
    );
    expect(await readFile(at("back", "report.html"), "utf8")).toContain(
      "A single image has no unrelated image to compare with.",
    );
    const before = await readImage(at("cells", "red", "0.png"));
    const after = await readImage(at("back", "images", "0.png"));
    expect(psnr(before.data, after.data, 255)).toBeGreaterThan(25);
    expect((await record("back")).scores.structure.edges).toBeGreaterThan(0.9);
  });

  test("every flag that changes the result changes it, and the same gives the same", async () => {
    const input = ["--input", at("cells", "red", "0.png"), "--to", "white"];
    const variants = [
      [],
      ["--from", "red"],
      ["--guidance", "3"],
      ["--keep", "colour"],
      ["--strength", "0.5"],
      ["--sampler", "dpm++2m"],
      ["--steps", "10"],
      ["--method", "sdedit"],
      ["--method", "sdedit", "--seed", "1"],
      ["--method", "sdedit", "--strength", "0.2"],
    ];
    const bytes = async (out: string) => (await readFile(at(out, "images", "0.png"))).toString("hex");
    const seen = new Set<string>();
    for (const [k, flags] of variants.entries()) {
      expect(await translate(`variant-${k}`, ...input, ...flags)).toMatchObject({ code: 0 });
      seen.add(await bytes(`variant-${k}`));
    }
    expect(seen.size).toBe(variants.length);
    const { repeat } = await record("variant-8");
    const words = repeat.split(" ");
    const again = words.slice(words.indexOf("translate"));
    expect(await cellgen(again)).toMatchObject({ code: 0 });
    expect(await bytes("variant-8-again")).toBe(await bytes("variant-8"));
  });

  test("files of 16 bits are one camera's: by the brightest of them all", async () => {
    const of = (value: number) => Uint16Array.from({ length: 256 }, (_, i) => (i === 0 ? value : 3000));
    await mkdir(at("bits"));
    for (const [name, value] of [
      ["bright", 60000],
      ["dark", 3500],
    ] as const)
      await writePng(at("bits", `${name}.png`), { width: 16, height: 16, channels: 1, data: of(value) });
    expect(await translate("bits-out", "--input", at("bits"), "--to", "white")).toMatchObject({ code: 0 });
    const { images } = await record("bits-out");
    for (const { notes } of images) expect(notes.join()).toContain("0 to 65535 was mapped to 0 to 255");
    expect(images).toHaveLength(2);
  });

  test("a gray model keeps the hue of color files", async () => {
    const flags = ["--input", at("cells", "red", "0.png"), "--to", "white", "--out", at("hue")];
    expect(await cellgen(["translate", "--model", at("gray-model"), ...flags])).toMatchObject({ code: 0 });
    const { channels } = await readImage(at("hue", "images", "0.png"));
    expect(channels).toBe(3);
    expect((await record("hue")).images[0].notes.join()).toMatch(/the hue is kept/);
  });

  test.each([
    ["no class to go to", [], /--to is missing\. Give the class to translate to: red, white/],
    ["an unknown class", ["--to", "blue"], /--to must be one of red, white, got "blue"/],
    [
      "an unknown class to come from",
      ["--to", "red", "--from", "blue"],
      /--from must be one of red, white, got/,
    ],
    ["an unknown method", ["--to", "red", "--method", "gan"], /--method must be ddib or sdedit/],
    [
      "no strength",
      ["--to", "red", "--strength", "0"],
      /--strength must be a number above 0 and at most 1, got 0/,
    ],
    ["keeping what it cannot", ["--to", "red", "--keep", "size"], /--keep must be colour/],
    [
      "ddib with new noise",
      ["--to", "red", "--sampler", "ddpm"],
      /--sampler must add no noise.* Use "ddim" or "dpm\+\+2m"/,
    ],
    [
      "more steps than there are",
      ["--to", "red", "--steps", "21"],
      /--steps must be an integer in 1…20, got 21/,
    ],
    [
      "guidance without a class",
      ["--method", "sdedit", "--guidance", "2"],
      /--guidance must be 1 without a class, got 2\. Specify a class\./,
    ],
    [
      "data without the class",
      ["--to", "white", "--data", "@cells"],
      /--data .* must have at least 8 images of white/,
    ],
  ])("refuses %s in one line, before it writes", async (_, flags, message) => {
    const given = flags.map((flag) => (flag.startsWith("@") ? at(flag.slice(1)) : flag));
    const { code, err } = await translate("new", "--input", at("cells", "red", "0.png"), ...given);
    expect(err).toMatch(message);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(code).toBe(2);
    expect(await readdir(folder)).not.toContain("new");
  });
});

test.each([
  ["no class", ["--method", "sdedit"], /--to is required, .*Choose from red, white/],
  [
    "guidance",
    ["--to", "red", "--from", "white", "--guidance", "2"],
    /--guidance must be 1 for a model without a null class, got .*\. Omit it/,
  ],
])("a model without a null class refuses %s in one line", async (_, flags, message) => {
  const given = ["--model", at("no-null-class"), "--input", at("cells", "red", "0.png"), "--out", at("new")];
  const { code, err } = await cellgen(["translate", ...given, ...flags]);
  expect(err).toMatch(message);
  expect(err.trim().split("\n")).toHaveLength(1);
  expect(code).toBe(2);
});
