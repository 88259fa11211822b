import type { PixelType } from "../../../images/pixelType.ts";
import { checkCompression, JPEG_COMPRESSION } from "../compression/decompress.ts";
import { unsupported } from "../tiffFaults.ts";
import { type PageLayout, PHOTOMETRIC } from "./pageLayout.ts";
import { type Palette, readPalette } from "./palette.ts";
import { isPacked, sampleType } from "./sampleType.ts";

/** How a page's samples become pixel values. */
export interface PageColours {
  readonly pixelType: PixelType;
  /** Channels of the pixels. */
  readonly channels: number;
  readonly palette?: Palette;
  /** Sample that holds the opacity. */
  readonly alpha?: { readonly sample: number; readonly isPremultiplied: boolean };
  /** Whether larger samples are darker. */
  readonly isInverted: boolean;
  /** Factor that scales samples of 1, 2 and 4 bits to 0…255. */
  readonly scale: number;
}

/**
 * Return how a page's samples become pixel values.
 *
 * @throws FaultError if the page is not supported.
 */
export async function pageColours(page: PageLayout, what: string): Promise<PageColours> {
  const { photometric, samples, bits, compression, imageDepth } = page;
  if (imageDepth > 1) throw unsupported(`a volume of ${imageDepth} planes as one image`);
  checkCompression(compression);
  checkPredictor(page);
  const type = sampleType(page);
  if (photometric === PHOTOMETRIC.palette) {
    if (samples - page.extraSamples.length !== 1)
      throw unsupported(`a palette and ${samples} samples per pixel`);
    const palette = await readPalette(page, what);
    const alpha = alphaOf(page);
    return {
      pixelType: palette.pixelType,
      channels: 3,
      palette,
      // The colors of a palette cannot be premultiplied.
      ...(alpha && { alpha: { ...alpha, isPremultiplied: false } }),
      isInverted: false,
      scale: 1,
    };
  }
  const isJpegYcbcr = photometric === PHOTOMETRIC.ycbcr && compression === JPEG_COMPRESSION;
  if (!supportedPhotometrics.includes(photometric) && !isJpegYcbcr) {
    throw unsupported(photometricNames[photometric] ?? `photometric interpretation ${photometric}`);
  }
  if (
    compression === JPEG_COMPRESSION &&
    (bits !== 8 || (!page.isPlanar && samples !== 1 && samples !== 3))
  ) {
    throw unsupported(`JPEG compression of ${samples} samples of ${bits} bits`);
  }
  const alpha = alphaOf(page);
  return {
    pixelType: type,
    channels: samples - (alpha ? 1 : 0),
    ...(alpha && { alpha }),
    isInverted: photometric === PHOTOMETRIC.whiteIsZero,
    scale: bits < 8 ? 255 / (2 ** bits - 1) : 1,
  };
}

const supportedPhotometrics: readonly number[] = [
  PHOTOMETRIC.whiteIsZero,
  PHOTOMETRIC.blackIsZero,
  PHOTOMETRIC.rgb,
];

const photometricNames: Readonly<Record<number, string>> = {
  4: "a transparency mask as its image",
  5: "CMYK colors",
  6: "YCbCr colors",
  8: "CIE L*a*b* colors",
  32803: "a color filter array",
  34892: "raw camera data",
};

function checkPredictor({ predictor, bits, sampleFormat }: PageLayout): void {
  if (predictor === 1) return;
  const isValid = (predictor === 2 && !isPacked(bits)) || (predictor === 3 && sampleFormat === "float");
  if (!isValid) throw unsupported(`predictor ${predictor} for ${bits}-bit samples`);
}

/** Find the opacity among the extra samples: 1 = premultiplied, 2 = not. */
function alphaOf({ extraSamples, samples }: PageLayout): PageColours["alpha"] {
  const found = extraSamples.findIndex((kind) => kind === 1 || kind === 2);
  const sample = samples - extraSamples.length + found;
  if (found < 0 || sample < 1) return undefined;
  return { sample, isPremultiplied: extraSamples[found] === 1 };
}
