import { damaged } from "../../faultError.ts";
import { hasPredictor, NO_COMPRESSION } from "../compression/decompress.ts";
import type { Directory } from "../file/directory.ts";
import { TAG } from "../file/tags.ts";

/** Layout of a page's pixels in the file, as its fields state it. */
export interface PageLayout {
  readonly directory: Directory;
  readonly width: number;
  readonly height: number;
  /** Samples per pixel. */
  readonly samples: number;
  /** Bits per sample. */
  readonly bits: number;
  readonly sampleFormat: SampleFormat;
  readonly photometric: number;
  /** Kinds of the samples beyond those of the photometric interpretation: 1 and 2 = alpha. */
  readonly extraSamples: readonly number[];
  readonly compression: number;
  readonly predictor: number;
  /** Whether each sample has strips or tiles of its own. */
  readonly isPlanar: boolean;
  readonly isTiled: boolean;
  /** Size of a tile, or of a strip: the page's width, and its rows. */
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** Whether the bits of each byte are reversed. */
  readonly isBitReversed: boolean;
  /** Whether the page is a copy of another one at a lower resolution, or a mask. */
  readonly isSecondary: boolean;
  readonly orientation: number;
  /** Number of planes that are stored as one image: 1, except in volumes. */
  readonly imageDepth: number;
  /** Offset of the pixels of a page without a directory of its own. */
  readonly contiguousOffset?: number;
}

/** Meaning of the bits of a sample; "other" = complex numbers or unknown. */
export type SampleFormat = "uint" | "int" | "float" | "other";

/** Values of the field PhotometricInterpretation. */
export const PHOTOMETRIC = { whiteIsZero: 0, blackIsZero: 1, rgb: 2, palette: 3, ycbcr: 6 } as const;

/** Read the layout of a page. Whether it is supported is checked when the page is used. */
async function readPageLayout(directory: Directory, what: string): Promise<PageLayout> {
  const number = async (tag: number, fallback: number): Promise<number> =>
    (await directory.number(tag)) ?? fallback;
  const width = await number(TAG.imageWidth, 0);
  const height = await number(TAG.imageLength, 0);
  const samples = await number(TAG.samplesPerPixel, 1);
  if (!isCount(width) || !isCount(height)) throw damaged(`${what}: ${width}x${height} pixels`);
  if (!isCount(samples)) throw damaged(`${what}: ${samples} samples per pixel`);
  const isTiled = directory.has(TAG.tileWidth);
  const tileWidth = isTiled ? await number(TAG.tileWidth, 0) : width;
  const tileHeight = isTiled
    ? await number(TAG.tileLength, 0)
    : Math.min(await number(TAG.rowsPerStrip, height), height);
  if (!isCount(tileWidth) || !isCount(tileHeight)) {
    throw damaged(`${what}: ${isTiled ? "tiles" : "strips"} of ${tileWidth}x${tileHeight} pixels`);
  }
  const compression = await number(TAG.compression, NO_COMPRESSION);
  const subfile = await number(TAG.newSubfileType, 0);
  return {
    directory,
    width,
    height,
    samples,
    bits: await sameValue(directory, TAG.bitsPerSample, 1, `${what}: bits per sample`),
    sampleFormat:
      sampleFormats[await sameValue(directory, TAG.sampleFormat, 1, `${what}: formats`)] ?? "other",
    photometric: await number(TAG.photometric, PHOTOMETRIC.blackIsZero),
    extraSamples: [...((await directory.numbers(TAG.extraSamples)) ?? [])],
    compression,
    predictor: hasPredictor(compression) ? await number(TAG.predictor, 1) : 1,
    isPlanar: (await number(TAG.planarConfiguration, 1)) === 2 && samples > 1,
    isTiled,
    tileWidth,
    tileHeight,
    isBitReversed: (await number(TAG.fillOrder, 1)) === 2,
    // Bit 0: reduced resolution. Bit 2: transparency mask.
    isSecondary: (subfile & 5) !== 0 || (await number(TAG.subfileType, 1)) === 2,
    orientation: await number(TAG.orientation, 1),
    imageDepth: await number(TAG.imageDepth, 1),
  };
}

/** Fields that determine the layout. */
const LAYOUT_TAGS = [
  TAG.newSubfileType,
  TAG.subfileType,
  TAG.imageWidth,
  TAG.imageLength,
  TAG.bitsPerSample,
  TAG.compression,
  TAG.photometric,
  TAG.fillOrder,
  TAG.orientation,
  TAG.samplesPerPixel,
  TAG.rowsPerStrip,
  TAG.planarConfiguration,
  TAG.predictor,
  TAG.tileWidth,
  TAG.tileLength,
  TAG.extraSamples,
  TAG.sampleFormat,
  TAG.imageDepth,
];

/** Read the layouts of all pages. A page whose fields are those of the previous page shares its layout: stacks may have 100,000 pages. */
export async function readPageLayouts(directories: readonly Directory[]): Promise<PageLayout[]> {
  const layouts: PageLayout[] = [];
  for (const directory of directories) {
    const previous = layouts.at(-1);
    layouts.push(
      previous && directory.hasSameFields(previous.directory, LAYOUT_TAGS)
        ? { ...previous, directory }
        : await readPageLayout(directory, `page ${layouts.length + 1}`),
    );
  }
  return layouts;
}

/** 4 = undefined: read as unsigned integers, as most programs do. */
const sampleFormats: Readonly<Record<number, SampleFormat>> = { 1: "uint", 2: "int", 3: "float", 4: "uint" };

const isCount = (value: number): boolean => Number.isInteger(value) && value > 0 && value < 2 ** 32;

/** Read a field with a value for each sample, which must all be equal. */
async function sameValue(directory: Directory, tag: number, fallback: number, what: string): Promise<number> {
  const values = await directory.numbers(tag);
  const first = values?.[0] ?? fallback;
  if (values?.some((value) => value !== first))
    throw damaged(`${what}: ${[...values].slice(0, 8).join(", ")}`);
  return first;
}
