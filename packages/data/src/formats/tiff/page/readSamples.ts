import type { PixelArray, PixelWindow } from "@cellgen/filters";
import { isFloatType, newPixels, pixelTypeOf } from "../../../images/pixelType.ts";
import { decompress, JPEG_COMPRESSION, NO_COMPRESSION } from "../compression/decompress.ts";
import { TAG } from "../file/tags.ts";
import { type PageLayout, PHOTOMETRIC } from "./pageLayout.ts";
import type { Segment } from "./pageSegments.ts";
import { reverseBits } from "./reverseBits.ts";
import type { SegmentCache } from "./segmentCache.ts";
import { rowLength, unpackSamples } from "./unpackSamples.ts";

/** Part of the output that a sample of the page goes to. */
export interface SampleTarget {
  /** Sample of the page. */
  readonly sample: number;
  /** Channel of the output. */
  readonly channel: number;
}

export interface Output {
  /** `window.width * window.height * channels` values, channels interleaved. */
  readonly data: PixelArray;
  readonly channels: number;
  readonly window: PixelWindow;
}

/** Adjacent segments are read together, up to this many bytes of the file and of samples. */
const MAX_RUN_BYTES = 2 ** 22;
const MAX_RUN_LENGTH = 2 ** 24;

/**
 * Decode strips or tiles, and copy the window's samples to the output.
 *
 * @param targets - Samples of a pixel of these segments and where they go.
 */
export async function readSamples(
  page: PageLayout,
  segments: readonly Segment[],
  targets: readonly SampleTarget[],
  output: Output,
  cache: SegmentCache,
): Promise<void> {
  const tables =
    page.compression === JPEG_COMPRESSION ? await page.directory.bytes(TAG.jpegTables) : undefined;
  const sparse = segments.filter(({ isSparse }) => isSparse);
  if (sparse.length > 0) {
    const value = await missingValue(page, output.data);
    for (const segment of sparse) fillSegment(value, segment, targets, output);
  }
  const stored = sparse.length > 0 ? segments.filter(({ isSparse }) => !isSparse) : segments;
  for (const run of runsOf(stored, page, cache)) {
    const { offset } = run[0]!;
    const end = Math.max(...run.map((segment) => segment.offset + segment.byteCount));
    const isCached = run.length === 1 && cache.get(page, run[0]!.index) !== undefined;
    const bytes = isCached
      ? Buffer.alloc(0)
      : await page.directory.file.bytes(offset, end - offset, "pixels");
    await Promise.all(
      run.map(async (segment) => {
        const at = segment.offset - offset;
        const samples =
          cache.get(page, segment.index) ??
          (await decodeSegment(page, segment, bytes.subarray(at, at + segment.byteCount), tables));
        if (page.compression !== NO_COMPRESSION && !isInside(segment, output.window)) {
          cache.add(page, segment.index, samples);
        }
        copySamples(samples, segment, targets, output);
      }),
    );
  }
}

/** Return the value of samples that are not stored: that of missing data by GDAL's field, if the samples can have it; else 0. */
async function missingValue(page: PageLayout, data: PixelArray): Promise<number> {
  const text = (await page.directory.text(TAG.gdalNoData, 64))?.trim();
  if (text === undefined) return 0;
  const isNan = /^nan$/i.test(text);
  // Not as numbers: an empty text and hexadecimal digits.
  const value = /^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value) && !isNan) return 0;
  const [stored] = newPixels(pixelTypeOf(data), 1).fill(value);
  return Object.is(stored, value) || isFloatType(pixelTypeOf(data)) ? stored! : 0;
}

/** Set the samples of a segment to one value. */
function fillSegment(
  value: number,
  segment: Segment,
  targets: readonly SampleTarget[],
  { data, channels, window }: Output,
): void {
  const left = Math.max(segment.left, window.left) - window.left;
  const right = Math.min(segment.left + segment.width, window.left + window.width) - window.left;
  const top = Math.max(segment.top, window.top) - window.top;
  const bottom = Math.min(segment.top + segment.rows, window.top + window.height) - window.top;
  for (let y = top; y < bottom; y++) {
    for (const { channel } of targets) {
      for (let x = left; x < right; x++) data[(y * window.width + x) * channels + channel] = value;
    }
  }
}

/** Group segments that follow each other in the file. */
function* runsOf(segments: readonly Segment[], page: PageLayout, cache: SegmentCache): Generator<Segment[]> {
  let run: Segment[] = [];
  let bytes = 0;
  let length = 0;
  let end = -1;
  for (const segment of segments) {
    const isCached = cache.get(page, segment.index) !== undefined;
    const fits = bytes + segment.byteCount <= MAX_RUN_BYTES && length + segment.length <= MAX_RUN_LENGTH;
    if (run.length > 0 && (isCached || segment.offset !== end || !fits)) {
      yield run;
      run = [];
      bytes = 0;
      length = 0;
    }
    run.push(segment);
    bytes += segment.byteCount;
    length += segment.length;
    end = isCached ? -1 : segment.offset + segment.byteCount;
  }
  if (run.length > 0) yield run;
}

async function decodeSegment(
  page: PageLayout,
  segment: Segment,
  stored: Uint8Array,
  tables: Uint8Array | undefined,
): Promise<PixelArray> {
  const { compression, tileHeight, photometric } = page;
  const { width, rows, samples, length } = segment;
  if (page.isBitReversed && compression !== JPEG_COMPRESSION) reverseBits(stored);
  const bytes =
    compression === NO_COMPRESSION
      ? stored
      : await decompress(compression, stored, {
          length,
          maxLength: tileHeight * rowLength(page, width * samples),
          width,
          height: rows,
          maxHeight: tileHeight,
          samples,
          tables,
          isYcbcr: photometric === PHOTOMETRIC.ycbcr,
        });
  return unpackSamples(bytes, page, { width, rows, samples });
}

function isInside({ left, top, width, rows }: Segment, window: PixelWindow): boolean {
  return (
    left >= window.left &&
    top >= window.top &&
    left + width <= window.left + window.width &&
    top + rows <= window.top + window.height
  );
}

function copySamples(
  samples: PixelArray,
  segment: Segment,
  targets: readonly SampleTarget[],
  { data, channels, window }: Output,
): void {
  const left = Math.max(segment.left, window.left);
  const right = Math.min(segment.left + segment.width, window.left + window.width);
  const top = Math.max(segment.top, window.top);
  const bottom = Math.min(segment.top + segment.rows, window.top + window.height);
  const perPixel = segment.samples;
  const isWholePixel =
    channels === perPixel &&
    targets.length === channels &&
    targets.every(({ sample, channel }, i) => sample === i && channel === i);
  for (let y = top; y < bottom; y++) {
    const from = ((y - segment.top) * segment.width + left - segment.left) * perPixel;
    const to = ((y - window.top) * window.width + left - window.left) * channels;
    if (isWholePixel) {
      data.set(samples.subarray(from, from + (right - left) * perPixel), to);
      continue;
    }
    for (const { sample, channel } of targets) {
      for (
        let x = 0, i = from + sample, o = to + channel;
        x < right - left;
        x++, i += perPixel, o += channels
      ) {
        data[o] = samples[i]!;
      }
    }
  }
}
