import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { CellImage } from "@cellgen/data";
import {
  createZarr,
  fileGroups,
  openImage,
  readImage,
  scanImageFolder,
  writeImage,
  writePng,
} from "@cellgen/data/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../src/program.ts";
import { testIo } from "../testIo.ts";

let root: string;
const at = (...names: string[]): string => path.join(root, ...names);
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "cellgen-crop-"));
});
afterAll(() => rm(root, { recursive: true }));

async function crop(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = testIo();
  const code = await run(["data", "crop", ...argv], io);
  return { code, out: io.out(), err: io.err() };
}

const image = (width: number, height: number, data: CellImage["data"]): CellImage => ({
  width,
  height,
  channels: 1,
  data,
});

/** Rows of an index.csv without quoted cells, by the names of its columns. */
async function indexOf(folder: string): Promise<Record<string, string>[]> {
  const [header = "", ...rows] = (await readFile(path.join(folder, "index.csv"), "utf8")).trim().split("\n");
  return rows.map((row) =>
    Object.fromEntries(row.split(",").map((cell, i) => [header.split(",")[i]!, cell])),
  );
}

beforeAll(async () => {
  // Two fields of 16 bits whose values are the places of their pixels, and masks with two objects and one.
  for (const name of ["a", "b"]) {
    await mkdir(at("fields", "plate"), { recursive: true });
    await mkdir(at("object-masks", "plate"), { recursive: true });
    const pixels = Uint16Array.from({ length: 60 * 40 }, (_, i) => 1000 + i);
    await writePng(at("fields", "plate", `${name}.png`), image(60, 40, pixels));
    const mask = new Uint16Array(60 * 40);
    for (let y = 10; y < 20; y++) mask.fill(700, y * 60 + 10, y * 60 + 18);
    if (name === "a") for (let y = 30; y < 40; y++) mask.fill(3, y * 60 + 50, y * 60 + 60);
    await writePng(at("object-masks", "plate", `${name}.png`), image(60, 40, mask));
  }
  await writeFile(at("fields", "broken.png"), "no image");
});

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
  await writePng(at("sparse", "field.png"), image(64, 64, data));
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

test("data crop keeps pixel type, channels and their names of TIFF fields", async () => {
  await mkdir(at("tiffs"));
  const data = Float32Array.from({ length: 20 * 10 * 4 }, (_, i) => i / 7 - 3);
  const names = ["DAPI", "GFP", "RFP", "phase"];
  const field = { width: 20, height: 10, channels: 4, data, channelNames: names, pixelSizeMicrometres: 0.25 };
  await writeImage(at("tiffs", "field.ome.tif"), field, { format: "ome-tiff" });
  await writeFile(at("tiffs", "boxes.csv"), "image,x,y,w,h\nfield.ome.tif,5,2,6,6\n");
  const argv = ["--input", at("tiffs"), "--boxes", at("tiffs", "boxes.csv"), "--margin", "0"];
  expect(await crop(...argv, "--out", at("tiff"))).toMatchObject({ code: 0 });
  expect(existsSync(at("tiff", "field_crop00001.tif"))).toBe(true);
  expect(await crop(...argv, "--format", "ome-tiff", "--out", at("ome"))).toMatchObject({ code: 0 });
  const source = await openImage(at("ome", "field_crop00001.ome.tif"));
  const read = await source.read();
  await source.close();
  expect(read).toMatchObject({
    width: 6,
    height: 6,
    channels: 4,
    channelNames: names,
    pixelSizeMicrometres: 0.25,
  });
  expect(read.data).toBeInstanceOf(Float32Array);
  expect([...read.data.subarray(0, 4)]).toEqual([...data.subarray((2 * 20 + 5) * 4, (2 * 20 + 5) * 4 + 4)]);
  expect(await crop(...argv, "--format", "png", "--out", at("png"))).toMatchObject({
    code: 2,
    err: expect.stringContaining("--format tiff"),
  });
  expect(existsSync(at("png"))).toBe(false);
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
  const stopping = run(["data", "crop", ...argv], io);
  while (!existsSync(at("stopped", "plate_a_crop00003.png"))) await new Promise(setImmediate);
  io.interrupt();
  expect(await stopping).not.toBe(0);
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

test.each([
  [[], "Exactly one of --masks, --boxes, --grid, --random must be given, got none."],
  [["--grid", "--random", "3", "--size", "9"], "got --grid and --random."],
  [["--grid"], "--grid requires --size."],
  [["--grid", "--size", "64x"], "--size must be a side or WIDTHxHEIGHT in pixels"],
  [["--masks", "m", "--pixel-size", "0um"], "--pixel-size must be a length in micrometers above 0"],
  [["--masks", "m", "--margin", "x"], "--margin must be a share"],
  [["--masks", "m", "--scale", "fit"], "--scale fit requires --size."],
  [["--grid", "--size", "900"], "gave no crops from 3 fields: 1 unreadable file. Nothing was written."],
])("data crop %j fails with one line that names the flag", async (argv, message) => {
  const { code, err } = await crop("--input", at("fields"), "--out", at("never"), ...argv);
  expect(err).toContain(message);
  expect(code).toBe(2);
  expect(existsSync(at("never"))).toBe(false);
});

const REAL = fileURLToPath(new URL("../../../../../shared/cells/", import.meta.url));
const missing = !existsSync(REAL);
if (missing) console.log("Skipped: there is no folder shared/cells with real images beside this clone.");

describe.skipIf(missing)("real fields", () => {
  test("nuclei: a crop of each nucleus of a mask", async () => {
    await mkdir(at("nuclei"));
    const csv = (await readFile(`${REAL}nuclei/index.csv`, "utf8")).trim().split("\n");
    const few = csv.slice(1, 5).map((row) => row.split(","));
    for (const [file = ""] of few) {
      await writeFile(at("nuclei", file), await readFile(`${REAL}nuclei/images/${file}`));
    }
    const { code } = await crop(
      ...[
        "--input",
        at("nuclei"),
        "--masks",
        `${REAL}nuclei/masks`,
        "--min-size",
        "1",
        "--border",
        "reflect",
      ],
      ...["--hide-neighbours", "--out", at("single-nuclei")],
    );
    expect(code).toBe(0);
    const rows = await indexOf(at("single-nuclei"));
    for (const [file, , , , nuclei] of few) {
      expect(rows.filter((row) => row["source_image"] === file)).toHaveLength(Number(nuclei));
    }
  });
  test("blood-raw: a crop of each box inside its field, as in smear", async () => {
    const blood = `${REAL}blood-raw`;
    const { code, out } = await crop(
      ...["--input", blood, "--boxes", blood, "--size", "64", "--scale", "fit", "--margin", "0.125"],
      ...["--out", at("blood")],
    );
    expect(code).toBe(0);
    expect(out).toMatch(/classes .*RBC/);
    const rows = await indexOf(at("blood"));
    const own = rows.map(({ source_image, left, top, width }) => [source_image, left, top, width].join());
    // The index of smear has the corner and the side of the same boxes, rounded in another order, and read as counted from 0 and without the
    // last pixels.
    const smear = (await readFile(`${REAL}smear/index.csv`, "utf8")).trim().split("\n").slice(1);
    const fields = new Set(rows.map(({ source_image }) => source_image));
    const known = smear.map((row) => row.split(",")).filter(([, , source]) => fields.has(source));
    expect(known.length).toBeGreaterThan(20);
    const near = known.filter(([, , source, x, y, side]) =>
      own.some((text) => {
        const [file, ...numbers] = text.split(",");
        const expected = [Number(x) - 1, Number(y) - 1, Number(side) + 1];
        const distance = expected.map((value, i) => Math.abs(value - Number(numbers[i])));
        return file === source && Math.max(...distance) <= 1;
      }),
    );
    expect(near.length).toBe(known.length);
  });
});

test.each(["npz", "zarr"])(
  "data crop writes a set in %s with labels, whose fields stay together",
  async (format) => {
    const rows = ["a", "b"].flatMap((field) =>
      [0, 1, 2].map((i) => `plate/${field}.png,${i === 2 ? "white" : "red"},${15 * i + 2},5,10,10`),
    );
    await mkdir(at("set-boxes"), { recursive: true });
    await writeFile(at("set-boxes", "b.csv"), ["image,label,left,top,width,height", ...rows].join("\n"));
    const flags = [
      "--input",
      at("fields"),
      "--boxes",
      at("set-boxes"),
      "--out",
      at(format),
      "--format",
      format,
    ];
    expect(await crop(...flags)).toMatchObject({ code: 2, err: expect.stringMatching(/requires --size/) });
    const { code, out } = await crop(...flags, "--size", "8", "--margin", "0", "--scale", "fit");
    expect(code).toBe(0);
    expect(out).toContain("Wrote 6 crops of 2 fields");
    expect((await readdir(at(format))).sort()).toEqual([
      "crop.json",
      `crops.${format}`,
      "index.csv",
      "report.html",
    ]);
    const index = await indexOf(at(format));
    expect(index.map(({ file, label }) => `${file} ${label}`)).toEqual(
      ["red", "red", "white", "red", "red", "white"].map((label, i) => `crops.${format}#${i} ${label}`),
    );
    const folder = await scanImageFolder(at(format));
    expect(folder).toMatchObject({ classes: ["red", "white"], pixelType: "uint16" });
    expect(folder.files.map(({ name, label }) => [name, label])).toEqual(
      [0, 0, 1, 0, 0, 1].map((label, i) => [`crops.${format}#${i}`, label]),
    );
    const groups = await fileGroups(at(format), folder.files);
    expect(groups).toMatchObject({ grouping: { by: "column", column: "source_image" }, ungrouped: 0 });
    expect(folder.files.map((file) => groups.of(file))).toEqual([
      ...new Array<string>(3).fill("group plate/a"),
      ...new Array<string>(3).fill("group plate/b"),
    ]);
    expect(await crop(...flags, "--size", "8", "--scale", "fit", "--force")).toMatchObject({ code: 0 });
  },
);

test("data crop cuts selected channels of planes and projections of stacks", async () => {
  await mkdir(at("stacks"));
  // The value of a pixel is 100 z + 10 channel + 1000 time, and one plane has a bright pixel.
  const volume = await createZarr(at("stacks", "s.zarr"), {
    ...{ width: 12, height: 10, channels: 2, depth: 3, times: 2, pixelType: "uint16" },
    channelNames: ["DAPI", "Actin"],
  });
  for (let time = 0; time < 2; time++) {
    for (let z = 0; z < 3; z++) {
      const data = Uint16Array.from({ length: 240 }, (_, i) => 1000 * time + 100 * z + 10 * (i % 2));
      if (z === 0) data[2 * (5 * 12 + 3) + 1] = 5000;
      await volume.writeRegion({ width: 12, height: 10, channels: 2, data }, { left: 0, top: 0, z, time });
    }
  }
  await volume.finish();
  const cut = async (out: string, ...more: string[]) => {
    const flags = ["--grid", "--size", "6", "--foreground", "0", "--out", at(out), ...more];
    expect(await crop("--input", at("stacks"), ...flags)).toMatchObject({ code: 0 });
    return await indexOf(at(out));
  };
  const max = await cut("max", "--select-channels", "actin", "--time", "1");
  expect(max.map(({ file }) => file)).toEqual(["s_t1_crop00001.png", "s_t1_crop00002.png"]);
  const { data, channels } = await readImage(at("max", "s_t1_crop00001.png"));
  const bright = (5 - Number(max[0]!["top"])) * 6 + 3 - Number(max[0]!["left"]);
  expect([channels, data[bright], data[bright + 1]]).toEqual([1, 5000, 1210]);
  const planes = await cut("planes", "--z", "all");
  expect(planes.slice(0, 3).map(({ file, source_plane }) => [file, source_plane])).toEqual([
    ["s_z0t0_crop00001.tif", "z0t0"],
    ["s_z0t0_crop00002.tif", "z0t0"],
    ["s_z1t0_crop00001.tif", "z1t0"],
  ]);
  expect(planes).toHaveLength(12);
  const { err, code } = await crop(
    ...["--input", at("stacks"), "--grid", "--size", "6", "--out", at("none"), "--z", "3"],
  );
  expect(code).toBe(2);
  expect(err).toContain("without focal plane 3: it has 3, counted from 0");
});
