import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTiff } from "../../../src/node.ts";
import { put, temporaryFolder } from "../../imageFiles.ts";
import { gray8, imageSize, tiffBytes } from "./tiffBytes.ts";

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

describe("openTiff ignores OME metadata that are hostile, with a note", () => {
  const page = (xml: string): Buffer =>
    tiffBytes([
      ...imageSize(2),
      ...gray8,
      [270, 2, [...Buffer.from(`${xml}\0`)]],
      [273, 4, [8]],
      [279, 4, [4]],
    ]);
  const entities = Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join(
    "",
  );
  const pixels = (attributes: string): string =>
    `<OME><Image><Pixels DimensionOrder="XYZCT" Type="uint8" SizeX="2" SizeY="2" ${attributes}><TiffData/></Pixels></Image></OME>`;
  it.each([
    [
      "an entity bomb",
      `<!DOCTYPE OME [<!ENTITY e0 "ha">${entities}]><OME><Image Name="&e12;"/></OME>`,
      "it declares a document type",
    ],
    ["no sizes", pixels('SizeZ="1" SizeC="0" SizeT="1"'), "SizeC is 0"],
    ["no images", "<OME></OME>", "it describes no image"],
    [
      "metadata elsewhere",
      '<OME><BinaryOnly MetadataFile="set.companion.ome" UUID="urn:uuid:a"/></OME>',
      "it lies in the file set.companion.ome, which is not in the folder)",
    ],
    [
      "metadata elsewhere, in a file without a name",
      '<OME><BinaryOnly UUID="urn:uuid:a"/></OME>',
      "it lies in another file, which is not named)",
    ],
    [
      "metadata in another folder",
      '<OME><BinaryOnly MetadataFile="../set.companion.ome" UUID="urn:uuid:a"/></OME>',
      "it lies in the file ../set.companion.ome)",
    ],
    [
      "metadata of itself",
      '<OME><BinaryOnly MetadataFile="cells.ome.tif" UUID="urn:uuid:a"/></OME>',
      "it lies in the file cells.ome.tif, which has none)",
    ],
    ["deep nesting", `<OME>${"<a>".repeat(200_000)}`, "its XML elements are nested too deeply)"],
    ["names of built-in properties", "<OME><__proto__ a='b'/><constructor/></OME>", ""],
    ["broken tags", "<OME><Image <<>>", "it has no SizeX)"],
  ])("%s", async (_, xml, reason) => {
    const file = await put(folder, "cells.ome.tif", page(xml));
    const start = performance.now();
    const source = await openTiff(file);
    expect((await source.read()).data.length).toBe(4);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(source).toMatchObject({ format: "tiff", images: 1 });
    expect(source.notes[0]).toContain(`The OME metadata cannot be used (${reason}`);
    await source.close();
  });
  it("a billion planes", async () => {
    const xml = pixels('SizeZ="99999" SizeC="1" SizeT="99999"');
    const source = await openTiff(await put(folder, "cells.ome.tif", page(xml)));
    expect(source).toMatchObject({ format: "ome-tiff", depth: 1, times: 1 });
    expect(source.notes).toEqual([
      "Holds 1 of more than a million planes of its OME metadata; the others are missing or in other files.",
    ]);
    await source.close();
  });
  it("but decodes characters that are written as references", async () => {
    const xml = pixels('SizeZ="1" SizeC="1" SizeT="1" PhysicalSizeX="0.2" PhysicalSizeXUnit="&#181;m"');
    const source = await openTiff(await put(folder, "cells.ome.tif", page(xml)));
    expect(source).toMatchObject({ format: "ome-tiff", pixelSizeMicrometres: 0.2, notes: [] });
    await source.close();
  });
});
