import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import {
  createZarr,
  fileGroups,
  openImage,
  readImage,
  scanImageFolder,
  writeImage,
} from "@cellgen/data/node";
import { expect, test } from "vitest";
import { cropFolder, indexOf } from "./cropFolder.ts";

const { at, crop } = await cropFolder();

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
