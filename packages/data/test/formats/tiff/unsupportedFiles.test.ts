import { describe, expect, it } from "vitest";
import { gray8, imageSize, tiffBytes } from "./tiffBytes.ts";
import { tiffFault } from "./tiffFault.ts";

describe("openTiff rejects with the reason", () => {
  it.each<[string, () => Uint8Array | string, string]>([
    [
      "old-style JPEG",
      () => tiffBytes([...imageSize(2), ...gray8, [259, 3, [6]], [273, 4, [8]], [279, 4, [4]]]),
      "a TIFF with old-style JPEG compression, which is not supported",
    ],
    [
      "64-bit integers",
      () => tiffBytes([...imageSize(2), [258, 3, [64]], [273, 4, [8]], [279, 4, [4]]]),
      "a TIFF with 64-bit unsigned samples, which is not supported",
    ],
    [
      "complex numbers",
      () => tiffBytes([...imageSize(2), [258, 3, [64]], [339, 3, [6]], [273, 4, [8]], [279, 4, [4]]]),
      "a TIFF with 64-bit complex or unknown samples, which is not supported",
    ],
    [
      "CMYK",
      () => tiffBytes([...imageSize(2), [258, 3, [8]], [262, 3, [5]], [273, 4, [8]], [279, 4, [4]]]),
      "a TIFF with CMYK colors, which is not supported",
    ],
    [
      "a volume in one image",
      () => tiffBytes([...imageSize(2), ...gray8, [32997, 4, [4]], [273, 4, [8]], [279, 4, [16]]]),
      "a TIFF with a volume of 4 planes as one image, which is not supported",
    ],
  ])("%s", async (_, bytes, reason) => {
    expect((await tiffFault(bytes())).reason).toBe(reason);
  });
});
