import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { quickHeader } from "../../src/fileIndex/quickHeader.ts";
import { jpeg, png, raw } from "../imageFiles.ts";

describe("quickHeader", () => {
  it.each([
    ["grey", 1, {}, { channels: 1, pixelType: "uint8" }],
    ["gray with alpha", 2, {}, { channels: 1, pixelType: "uint8" }],
    ["colour", 3, {}, { channels: 3, pixelType: "uint8" }],
    ["color with alpha", 4, {}, { channels: 3, pixelType: "uint8" }],
    ["a palette", 3, { palette: true }, { channels: 3, pixelType: "uint8" }],
  ] as const)("reads a PNG file of %s", async (_, channels, options, expected) => {
    const bytes = await png(raw(5, 3, channels), options);
    expect(quickHeader(bytes)).toMatchObject({ format: "png", width: 5, height: 3, ...expected });
  });
  it("reads 16 bits", async () => {
    const wide = { ...raw(5, 3, 1), data: new Uint16Array(15) };
    expect(quickHeader(await png(wide))).toMatchObject({ channels: 1, pixelType: "uint16" });
  });
  it("reads a JPEG file, turned as the camera was", async () => {
    const bytes = await jpeg(raw(6, 4, 3));
    expect(quickHeader(bytes)).toMatchObject({ format: "jpeg", width: 6, height: 4, channels: 3 });
    const turned = await sharp(bytes).withMetadata({ orientation: 6 }).toBuffer();
    expect(quickHeader(turned)).toMatchObject({ width: 4, height: 6 });
    expect(quickHeader(await jpeg(raw(6, 4, 1)))).toMatchObject({ channels: 1 });
  });
  it("leaves everything else to the readers", async () => {
    const bytes = await png(raw(5, 3, 1));
    expect(quickHeader(bytes.subarray(0, 20))).toBeUndefined();
    expect(quickHeader(Buffer.from("no image"))).toBeUndefined();
    const noWidth = Buffer.from(bytes);
    noWidth.writeUInt32BE(0, 16);
    expect(quickHeader(noWidth)).toBeUndefined();
    const cut = (await jpeg(raw(6, 4, 3))).subarray(0, 40);
    expect(quickHeader(cut)).toBeUndefined();
  });
});
