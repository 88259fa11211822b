import { mkdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openImage, UnreadableImageError, writeImage } from "../../src/node.ts";
import { png, put, raw, temporaryFolder } from "../imageFiles.ts";

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(() => remove());

async function faultOf(file: string): Promise<UnreadableImageError> {
  const error: unknown = await openImage(file).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(UnreadableImageError);
  return error as UnreadableImageError;
}

it("the format is that of the bytes, not of the name", async () => {
  const file = await put(folder, "cells.tif", await png(raw(4, 3, 1)));
  expect(await openImage(file)).toMatchObject({ path: file, format: "png", width: 4, height: 3 });
  const tiff = path.join(folder, "cells.png");
  await writeImage(tiff, raw(4, 3, 3), { format: "ome-tiff" });
  const source = await openImage(tiff);
  expect(source).toMatchObject({ format: "ome-tiff", width: 4, height: 3, channels: 3 });
  expect([...(await source.read()).data]).toEqual([...raw(4, 3, 3).data]);
  await source.close();
});

it.each([
  ["a.czi", "ZISRAWFILE\0\0", "a Zeiss CZI file", /bioformats2raw.*File > Save As > Tiff/],
  ["a.nd2", "\xda\xce\xbe\x0a", "a Nikon ND2 file", /bioformats2raw/],
  ["a.lif", "\x70\0\0\0\x10\0\0\0\x2a", "a Leica LIF file", /bioformats2raw/],
  ["a.oib", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Olympus OIB file", /bioformats2raw/],
  ["a.vsi", "anything", "an Olympus VSI file", /bioformats2raw/],
  ["a.dcm", `${"\0".repeat(128)}DICM`, "a DICOM file", /bioformats2raw/],
  ["a.h5", "\x89HDF\r\n\x1a\n", "an HDF5 file", /Export/],
  ["a.jp2", "\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 image", /magick cells\.jp2/],
  ["a.jxl", "\xff\x0a", "a JPEG XL image", /magick cells\.jxl/],
  ["a.heic", "\0\0\0\x18ftypheic", "an AVIF or HEIC image", /magick cells\.heic/],
  ["a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing", /Export/],
  ["a.png", "BMore text", "not an image of a known format by its content", /Save it as PNG/],
  ["b.png", "", "an empty file", /Copy it again/],
])("%s is refused by name, with a converter", async (name, bytes, reason, remedy) => {
  const file = await put(folder, name, Buffer.from(bytes, "latin1"));
  const error = await faultOf(file);
  expect(error).toMatchObject({ path: file, reason });
  expect(error.remedy).toMatch(remedy);
});

it("a missing file and a folder that is no image are refused", async () => {
  expect(await faultOf(path.join(folder, "none.png"))).toMatchObject({ reason: "the file does not exist" });
  await mkdir(path.join(folder, "empty"));
  expect(await faultOf(path.join(folder, "empty"))).toMatchObject({ reason: "a folder, not a file" });
});
