/**
 * Writes TIFF files of every kind, their values as NAME.raw and their facts as NAME.json. fixtures/check_tiff.py compares them with what
 * tifffile reads. Needs the packages to be built (npm start, once).
 *
 *     node writeForTifffile.mjs FOLDER
 */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { createTiff, writeTiff } from "@cellgen/data/node";

const folder = process.argv[2];
if (!folder) throw new Error("Usage: node writeForTifffile.mjs FOLDER");
await mkdir(folder, { recursive: true });

const arrays = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** @returns {import("@cellgen/data").CellImage} */
function imageOf(width, height, channels, pixelType, facts = {}) {
  const data = new arrays[pixelType](width * height * channels);
  const isFloat = pixelType.startsWith("float");
  for (let i = 0; i < data.length; i++)
    data[i] = isFloat ? Math.sin(i) * 1000 : (i * 7919 + ((i * i) >> 3)) | 0;
  return { width, height, channels, data, ...facts };
}

async function note(name, image, pixelType, metadata) {
  const { data, ...facts } = image;
  await writeFile(path.join(folder, `${name}.raw`), new Uint8Array(data.buffer));
  await writeFile(path.join(folder, `${name}.json`), JSON.stringify({ ...facts, pixelType, metadata }));
}

const names = ["DAPI", 'Höchst <1> & "2"', "β-catenin"];
for (const metadata of ["imagej", "ome"]) {
  for (const pixelType of Object.keys(arrays)) {
    for (const channels of [1, 3, 5]) {
      for (const options of [{}, { predictor: true }, { compression: "none" }]) {
        const facts = {
          pixelSizeMicrometres: 0.1625,
          ...(channels === 3 && pixelType !== "uint8" ? { channelNames: names } : {}),
        };
        const image = imageOf(131, 77, channels, pixelType, facts);
        const kind = options.predictor ? "predictor" : (options.compression ?? "deflate");
        const name = `${metadata}-${pixelType}-${channels}-${kind}`;
        await writeTiff(path.join(folder, `${name}.tif`), image, { metadata, ...options });
        await note(name, image, pixelType, metadata);
      }
    }
  }
  for (const [kind, options] of [
    ["tiles", { tile: 64 }],
    ["strips", { rows: 32 }],
  ]) {
    const image = imageOf(300, 200, 3, "uint16", { channelNames: names, pixelSizeMicrometres: 0.5 });
    const name = `${metadata}-${kind}`;
    const { data, ...facts } = image;
    const tiff = await createTiff(
      path.join(folder, `${name}.tif`),
      { ...facts, pixelType: "uint16" },
      { metadata, ...options },
    );
    const { height } = tiff.grid;
    for (let top = 0; top < image.height; top += height) {
      const rows = Math.min(height, image.height - top);
      const part = data.slice(top * 300 * 3, (top + rows) * 300 * 3);
      await tiff.write({ left: 0, top }, { width: 300, height: rows, channels: 3, data: part });
    }
    await tiff.close();
    await note(name, image, "uint16", metadata);
  }
}
