import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { encodePng, scanImageFolder } from "@cellgen/data/node";
import { beforeAll, describe, expect, test } from "vitest";
import { writeTestModel } from "../testModel.ts";
import { commandFolder } from "./commandFolder.ts";

const { at, cellgen } = commandFolder("sample");
const sample = (out: string, ...flags: string[]) =>
  cellgen(["sample", "--model", at("model"), "--out", at(out), "--steps", "2", "--threads", "1", ...flags]);
const record = async (out: string) => JSON.parse(await readFile(at(out, "samples.json"), "utf8"));
const files = async (out: string) =>
  (await readdir(at(out), { recursive: true })).filter((name) => name.endsWith(".png")).sort();
const isWritten = (out: string) =>
  readdir(at(out)).then(
    () => true,
    () => false,
  );

/** Images of each class, in its subfolder. */
async function writeClasses(folder: string, counts: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, count] of Object.entries(counts)) {
    await mkdir(at(folder, name), { recursive: true });
    for (let k = 0; k < count; k++) {
      const data = new Uint8Array(16 * 16 * 3).map((_, i) => (i * (k + 7)) % 251);
      await writeFile(
        at(folder, name, `${k}.png`),
        await encodePng({ width: 16, height: 16, channels: 3, data }),
      );
    }
  }
}

/** A model of the classes red and white; one without classes; real images of red 2, white 5. */
beforeAll(async () => {
  await writeTestModel(at("model"));
  await writeClasses("cells", { red: 2, white: 5 });
});

describe("cellgen sample --counts", () => {
  test("generates the classes one after the other into a folder to train on", async () => {
    const { code, out } = await sample("counts", "--counts", "white=2,red=3");
    expect(code).toBe(0);
    expect(out).toContain("5 images (white 2, red 3) by");
    expect(await files("counts")).toEqual([
      "grid.png",
      "images/red/image-00000.png",
      "images/red/image-00001.png",
      "images/red/image-00002.png",
      "images/white/image-00003.png",
      "images/white/image-00004.png",
    ]);
    const { images, settings } = await record("counts");
    expect(settings).toMatchObject({ counts: "white=2,red=3" });
    expect(settings.count).toBeUndefined();
    expect(images[3]).toEqual({ file: "images/white/image-00003.png", seed: 0, index: 3, class: "white" });
    const folder = await scanImageFolder(at("counts", "images"));
    expect(folder.classes).toEqual(["red", "white"]);
    expect(folder.files.map(({ label }) => label)).toEqual([0, 0, 0, 1, 1]);
  });

  test("image k depends on its class and the seed only, and the recorded command generates it again", async () => {
    await sample("more", "--counts", "red=3,white=4");
    const bytes = (out: string, name: string) => readFile(at(out, "images", name));
    for (const name of ["red/image-00002.png", "white/image-00004.png"])
      expect(await bytes("more", name)).toEqual(await bytes("counts", name));
    const { repeat } = await record("more");
    expect(repeat).toContain("--counts red=3,white=4");
    expect(await cellgen(repeat.slice(repeat.indexOf("sample ")).split(" "))).toMatchObject({ code: 0 });
    expect(await files("more-again")).toEqual(await files("more"));
    for (const name of await files("more"))
      expect(await readFile(at("more-again", name))).toEqual(await readFile(at("more", name)));
  });

  test("replaces its own files with --force", async () => {
    expect(await sample("more", "--counts", "white=1")).toMatchObject({ code: 2 });
    expect(await sample("more", "--counts", "white=1", "--force")).toMatchObject({ code: 0 });
    expect(await files("more")).toEqual(["grid.png", "images/white/image-00000.png"]);
  });

  const RULE = "must be a list CLASS=N of different classes with whole numbers N from 1 to 1,000,000";
  test.each([
    [
      "an unknown class",
      ["--counts", "red=1,blue=2"],
      'must name classes of the model (red, white), got "blue"',
    ],
    ["a class with a number of 0", ["--counts", "red=0"], RULE],
    ["a negative number", ["--counts", "red=-1,white=2"], RULE],
    ["a fraction", ["--counts", "red=1.5"], RULE],
    ["a class without a number", ["--counts", "red"], RULE],
    ["a number without a class", ["--counts", "=3"], RULE],
    ["a class given twice", ["--counts", "red=1,red=2"], RULE],
    ["--count too", ["--counts", "red=1", "--count", "16"], "--counts and --count cannot be used together"],
    ["--class too", ["--counts", "red=1", "--class", "red"], "--counts and --class cannot be used together"],
    ["--like too", ["--counts", "red=1", "--like", "x"], "--like and --counts cannot be used together"],
  ])("refuses %s, and writes nothing", async (_, flags, message) => {
    const { code, err } = await sample("refused", ...flags);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(await isWritten("refused")).toBe(false);
  });
});

describe("cellgen sample --like", () => {
  test("fills each class up to the largest one, prints a table, and repeats with the same numbers", async () => {
    const { code, out, err } = await sample("like", "--like", at("cells"));
    expect(code).toBe(0);
    expect(err).not.toContain("note:");
    const lines = out
      .split("\n")
      .map((line) => line.replaceAll(at("cells"), "cells").replace(/ {2,}/g, " | "));
    expect(lines).toEqual(expect.arrayContaining(["red | 2 | 3", "white | 5 | 0"]));
    expect((await files("like")).slice(1)).toEqual([0, 1, 2].map((k) => `images/red/image-0000${k}.png`));
    const { settings, like, repeat } = await record("like");
    expect(settings).toMatchObject({ counts: "red=3" });
    expect(settings.like).toBeUndefined();
    expect(like).toEqual({ folder: at("cells"), images: { red: 2, white: 5 } });
    expect(repeat).toContain("--counts red=3");
    expect(repeat).not.toContain("--like");
  });

  test("counts the classes of an index.csv", async () => {
    await mkdir(at("indexed"));
    const rows = ["path,label"];
    const data = new Uint8Array(16 * 16 * 3);
    for (const [k, label] of ["white", "white", "red", "white"].entries()) {
      const image = { width: 16, height: 16, channels: 3, data: data.map((_, i) => (i * (k + 3)) % 251) };
      await writeFile(at("indexed", `${k}.png`), await encodePng(image));
      rows.push(`${k}.png,${label}`);
    }
    await writeFile(at("indexed", "index.csv"), rows.join("\n"));
    expect(await sample("by-index", "--like", at("indexed"))).toMatchObject({ code: 0 });
    expect((await record("by-index")).settings.counts).toBe("red=2");
  });

  test("notes the classes that the model or the folder lacks, and fills up to the largest of all", async () => {
    await writeClasses("others", { red: 1, blue: 4 });
    const { code, out, err } = await sample("partly", "--like", at("others"));
    expect(code).toBe(0);
    const notes = err.split("\n").filter((line) => line.startsWith("note:"));
    expect(notes).toEqual([
      "note: Classes that the model does not have are not filled: blue.",
      expect.stringMatching(
        /^note: Classes of the model that .*others does not have are not generated: white\.$/,
      ),
    ]);
    expect(out).toMatch(/blue +4 +none: not a class of the model/);
    expect((await record("partly")).settings.counts).toBe("red=3");
  });

  test("names the unreadable files, which do not count", async () => {
    await writeClasses("damaged", { red: 2, white: 3 });
    await writeFile(
      at("damaged", "red", "cut.png"),
      (await readFile(at("cells", "red", "0.png"))).subarray(0, 60),
    );
    const { code, err } = await sample("despite-damage", "--like", at("damaged"));
    expect(code).toBe(0);
    expect(err).toMatch(/^note: Skipped: .*cut\.png cannot be read/m);
    expect((await record("despite-damage")).settings.counts).toBe("red=1");
  });

  test("refuses folders without anything to fill, and writes nothing", async () => {
    await mkdir(at("empty"));
    await writeClasses("equal", { red: 2, white: 2 });
    await writeClasses("unknown", { blue: 1, green: 2 });
    await writeClasses("one", { red: 2 });
    const refused = async (folder: string, ...flags: string[]) => {
      const { code, err } = await sample("refused", "--like", at(folder), ...flags);
      expect(code).toBe(2);
      expect(err.trim().split("\n")).toHaveLength(1);
      expect(await isWritten("refused")).toBe(false);
      return err;
    };
    expect(await refused("empty")).toMatch(/^cellgen: --like must .*empty/);
    expect(await refused("nowhere")).toMatch(/^cellgen: --like must be a folder .*it does not exist/);
    expect(await refused("equal")).toContain("each class of the model has 2 images already");
    expect(await refused("unknown")).toContain(
      "none of the classes of the model (red, white), but blue, green",
    );
    expect(await refused("one")).toContain("has no classes. Give a folder with a subfolder for each class");
    expect(await refused("cells", "--class", "red")).toContain("--like and --class cannot be used together");
    await writeTestModel(at("plain"), { classes: [] });
    const plain = ["--model", at("plain")];
    expect(await refused("cells", ...plain)).toContain("--like must be omitted for a model without classes");
    const { err } = await sample("refused", "--counts", "red=1", ...plain);
    expect(err).toBe("cellgen: --counts must be omitted for a model without classes.\n");
    expect(await isWritten("refused")).toBe(false);
  });
});
