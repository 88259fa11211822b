import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { readImage, scanImageFolder, writePng } from "@cellgen/data/node";
import { expect, test } from "vitest";
import { testIo } from "../../testIo.ts";
import { cropFolder, grayImage, indexOf } from "./cropFolder.ts";

const { at, cellgen, crop } = await cropFolder();

test("data crop by masks writes the pixels of the field, with a row for each crop", async () => {
  const argv = [
    "--input",
    at("fields"),
    "--masks",
    at("object-masks"),
    "--size",
    "20x16",
    "--out",
    at("cells"),
  ];
  const { code, out, err } = await crop(...argv);
  expect({ code, err }).toMatchObject({ code: 0 });
  expect(err).toMatch(/without a mask/);
  expect(out).toContain("Wrote 2 crops of 2 fields");
  expect(out).toContain("1 beyond the border of the field: use --border shift or reflect to keep them");
  expect((await readdir(at("cells"))).sort()).toEqual([
    "crop.json",
    "index.csv",
    "plate_a_crop00001.png",
    "plate_b_crop00001.png",
    "report.html",
  ]);
  const rows = await indexOf(at("cells"));
  // The object covers 10…17 x 10…19: its center is (14, 15).
  expect(rows[0]).toEqual({
    file: "plate_a_crop00001.png",
    label: "",
    source_image: "plate/a.png",
    left: "4",
    top: "7",
    width: "20",
    height: "16",
    instance: "700",
  });
  const { data, width, height } = await readImage(at("cells", rows[0]!["file"]!));
  expect([width, height]).toEqual([20, 16]);
  expect(data).toBeInstanceOf(Uint16Array);
  expect([data[0], data[21]]).toEqual([1000 + 7 * 60 + 4, 1000 + 8 * 60 + 5]);
  expect((await scanImageFolder(at("cells"))).files).toHaveLength(2);
  // Nothing is overwritten without --force, which keeps files of others.
  expect(await crop(...argv)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/already contains crops.*--force/),
  });
  expect(await crop(...argv, "--border", "reflect", "--force")).toMatchObject({
    code: 0,
    out: expect.stringContaining("Wrote 3 crops"),
  });
  await writeFile(at("cells", "notes.txt"), "");
  expect(await crop(...argv, "--force")).toMatchObject({
    code: 2,
    err: expect.stringContaining("notes.txt"),
  });
});

test("data crop by boxes writes a folder for each class, in names that are safe", async () => {
  await mkdir(at("boxes"));
  const rows = [
    "red/cell,10,10,10,10",
    "..,30,20,10,10",
    "masks,20,20,10,10",
    "masks,20,20,10,10",
    "masks,900,0,5,5",
  ];
  await writeFile(
    at("boxes", "boxes.csv"),
    ["image,label,left,top,width,height", ...rows.map((row) => `plate/a.png,${row}`)].join("\n"),
  );
  const { code, out } = await crop(
    ...["--input", at("fields"), "--boxes", at("boxes"), "--margin", "0", "--size", "5", "--scale", "fit"],
    ...["--out", at("classes")],
  );
  expect(code).toBe(0);
  expect(out).toContain("1 box given twice");
  expect(out).toContain("1 box outside of the field");
  // One crop of each class is too few to train on classes.
  expect(out).toContain("A class has fewer than 10 images: train without classes");
  expect(out).toMatch(/Train: .* --size 5$/m);
  const { classes, files } = await scanImageFolder(at("classes"));
  expect(classes).toEqual(["_", "masks_", "red_cell"]);
  expect(files.every(({ width, height }) => width === 5 && height === 5)).toBe(true);
});

test("data crop proposes to train on classes of at least 10 crops", async () => {
  const rows = Array.from({ length: 20 }, (_, i) => `plate/a.png,${i % 2 ? "red" : "white"},${2 * i},9,5,5`);
  await writeFile(at("twenty.csv"), ["image,label,left,top,width,height", ...rows].join("\n"));
  const argv = ["--input", at("fields"), "--boxes", at("twenty.csv"), "--size", "8", "--border", "shift"];
  const { out } = await crop(...argv, "--out", at("twenty"));
  expect(out).toMatch(/Train: .* --size 8 --class-conditional$/m);
});

test("data crop keeps the physical size, with the pixel size of the flag if the files have none", async () => {
  const argv = ["--input", at("fields"), "--masks", at("object-masks"), "--size", "8", "--pixel-size", "1um"];
  expect(await crop(...argv, "--out", at("physical"))).toMatchObject({
    code: 2,
    err: expect.stringContaining("--pixel-size requires the pixel size of the fields"),
  });
  expect(existsSync(at("physical"))).toBe(false);
  const flags = ["--field-pixel-size", "0.5um", "--out", at("physical")];
  expect(await crop(...argv, ...flags)).toMatchObject({ code: 0 });
  expect((await indexOf(at("physical")))[0]).toMatchObject({ width: "16", height: "16" });
});

test("data crop by grid and at random skips background, and depends only on the seed", async () => {
  await mkdir(at("sparse"));
  const data = new Uint8Array(64 * 64).fill(10);
  for (let y = 0; y < 32; y++) data.fill(200, y * 64, y * 64 + 16);
  await writePng(at("sparse", "field.png"), grayImage(64, 64, data));
  const grid = await crop("--input", at("sparse"), "--grid", "--size", "16", "--out", at("tiles"));
  expect(grid).toMatchObject({ code: 0, out: expect.stringContaining("14 too little foreground") });
  expect((await indexOf(at("tiles"))).map(({ left, top }) => [left, top])).toEqual([
    ["0", "0"],
    ["0", "16"],
  ]);
  const random = async (out: string, seed: string) => {
    await crop("--input", at("sparse"), "--random", "4", "--size", "16", "--seed", seed, "--out", at(out));
    return await readFile(at(out, "index.csv"), "utf8");
  };
  const first = await random("random-1", "0");
  expect(first.trim().split("\n")).toHaveLength(5);
  expect(await random("random-2", "0")).toBe(first);
  expect(await random("random-3", "1")).not.toBe(first);
});

test("data crop stopped by Ctrl-C leaves the crops with their index", async () => {
  const io = testIo();
  const argv = [
    "--input",
    at("fields"),
    "--grid",
    "--size",
    "4",
    "--foreground",
    "0",
    "--out",
    at("stopped"),
  ];
  const stopping = cellgen(["data", "crop", ...argv], io);
  while (!existsSync(at("stopped", "plate_a_crop00003.png"))) await new Promise(setImmediate);
  io.interrupt();
  expect((await stopping).code).not.toBe(0);
  expect(io.err()).toMatch(/Stopped; \d+ crops of 1 field are in .*, listed in its index\.csv/);
  const rows = await indexOf(at("stopped"));
  const crops = (await readdir(at("stopped"))).filter((name) => name.endsWith(".png")).sort();
  expect(rows.map(({ file }) => file)).toEqual(crops);
  expect(rows.length).toBeLessThan(150);
  expect(JSON.parse(await readFile(at("stopped", "crop.json"), "utf8"))).toMatchObject({ finished: false });
  expect(await crop(...argv, "--force")).toMatchObject({
    code: 0,
    out: expect.stringContaining("300 crops"),
  });
});
