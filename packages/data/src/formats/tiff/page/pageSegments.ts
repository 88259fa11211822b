import type { PixelWindow } from "@cellgen/filters";
import { damaged } from "../../faultError.ts";
import { checkCompressedLength, NO_COMPRESSION } from "../compression/decompress.ts";
import { TAG } from "../file/tags.ts";
import { tooLarge } from "../tiffFaults.ts";
import type { PageLayout } from "./pageLayout.ts";
import { rowLength } from "./unpackSamples.ts";

/** Strip or tile, or some rows of it, that overlaps a window. */
export interface Segment {
  readonly index: number;
  /** Place in the file. */
  readonly offset: number;
  readonly byteCount: number;
  /** Place in the page, in pixels. Tiles at the edge reach beyond the page. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly rows: number;
  /** Bytes when decompressed. */
  readonly length: number;
  /** Samples per pixel: 1 if each sample has strips of its own. */
  readonly samples: number;
  /** Whether the file does not store it: its samples have the value of missing data, by default 0. */
  readonly isSparse?: boolean;
}

/** Maximum number of strips or tiles of a read: each takes several microseconds. */
const MAX_SEGMENTS = 200_000;

/** Uncompressed strips are read in parts of about this many bytes. */
const PART = 2 ** 23;

/**
 * List the strips or tiles of a page that overlap a window, and check them against the file's size.
 *
 * @param sample - Sample whose strips are listed, if each has its own; otherwise ignored.
 */
export async function pageSegments(
  page: PageLayout,
  window: PixelWindow,
  sample: number,
): Promise<Segment[]> {
  const { width, height, tileWidth, tileHeight, isPlanar, compression, directory } = page;
  const samples = isPlanar ? 1 : page.samples;
  const across = Math.ceil(width / tileWidth);
  const perSample = across * Math.ceil(height / tileHeight);
  const columns = range(window.left, window.width, tileWidth);
  const lines = range(window.top, window.height, tileHeight);
  const count = (columns[1] - columns[0] + 1) * (lines[1] - lines[0] + 1);
  if (count > MAX_SEGMENTS) throw tooLarge(`${count} strips or tiles`);
  const { offsets, byteCounts } = await segmentTable(page);
  const rowBytes = rowLength(page, tileWidth * samples);
  const segments: Segment[] = [];
  for (let line = lines[0]; line <= lines[1]; line++) {
    const top = line * tileHeight;
    const rows = page.isTiled ? tileHeight : Math.min(tileHeight, height - top);
    for (let column = columns[0]; column <= columns[1]; column++) {
      const index = (isPlanar ? sample * perSample : 0) + line * across + column;
      const what = `${page.isTiled ? "tile" : "strip"} ${index + 1}`;
      const length = rows * rowBytes;
      const offset = offsets[index];
      if (offset === undefined) throw damaged(`${what}: no offset`);
      // Without byte counts, data reach to the end of the file.
      const byteCount = byteCounts ? byteCounts[index] : directory.file.size - offset;
      if (byteCount === undefined) throw damaged(`${what}: no byte count`);
      const segment = {
        index,
        offset,
        byteCount,
        left: column * tileWidth,
        top,
        width: tileWidth,
        rows,
        length,
        samples,
      };
      if (byteCounts && offset === 0 && byteCount === 0) {
        segments.push({ ...segment, isSparse: true });
      } else if (compression === NO_COMPRESSION) {
        const isInFile = length <= directory.file.size;
        if (isInFile && byteCounts && byteCount < length)
          throw damaged(`${what}: ${byteCount} of ${length} bytes`);
        directory.file.check(offset, length, what);
        segments.push(...rowsOfWindow(segment, window, rowBytes));
      } else {
        const used = byteCounts ? byteCount : Math.min(byteCount, 2 * length + 1024);
        directory.file.check(offset, used, what);
        checkCompressedLength(compression, used, length, what);
        segments.push({ ...segment, byteCount: used });
      }
    }
  }
  return segments;
}

/** Indices of the first and last strip that overlap a stretch of pixels. */
function range(start: number, length: number, side: number): readonly [first: number, last: number] {
  return [Math.floor(start / side), Math.floor((start + length - 1) / side)];
}

/** Reduce an uncompressed segment to the rows of the window, in parts of limited size. */
function rowsOfWindow(segment: Segment, window: PixelWindow, rowBytes: number): Segment[] {
  const first = Math.max(segment.top, window.top);
  const end = Math.min(segment.top + segment.rows, window.top + window.height);
  const step = Math.max(1, Math.floor(PART / rowBytes));
  const parts: Segment[] = [];
  for (let top = first; top < end; top += step) {
    const rows = Math.min(step, end - top);
    const length = rows * rowBytes;
    const offset = segment.offset + (top - segment.top) * rowBytes;
    parts.push({ ...segment, offset, byteCount: length, top, rows, length });
  }
  return parts;
}

interface SegmentTable {
  readonly offsets: ArrayLike<number>;
  readonly byteCounts: ArrayLike<number> | undefined;
}

const tables = new WeakMap<PageLayout, Promise<SegmentTable>>();

/** Read the offsets and byte counts of a page, once. */
function segmentTable(page: PageLayout): Promise<SegmentTable> {
  let table = tables.get(page);
  if (!table) {
    table = readSegmentTable(page);
    tables.set(page, table);
  }
  return table;
}

async function readSegmentTable(page: PageLayout): Promise<SegmentTable> {
  if (page.contiguousOffset !== undefined) return { offsets: [page.contiguousOffset], byteCounts: undefined };
  const { directory } = page;
  const isTileTable = directory.has(TAG.tileOffsets);
  const offsets = await directory.numbers(isTileTable ? TAG.tileOffsets : TAG.stripOffsets);
  const byteCounts = await directory.numbers(isTileTable ? TAG.tileByteCounts : TAG.stripByteCounts);
  if (!offsets) throw damaged("a page has no pixels");
  // Some programs omit the byte counts of the only strip, or store 0.
  const isUnknown =
    offsets.length === 1 && (byteCounts === undefined || (byteCounts[0] === 0 && offsets[0] !== 0));
  return { offsets, byteCounts: isUnknown ? undefined : (byteCounts ?? []) };
}
