import type { Directory } from "../file/directory.ts";
import { TAG } from "../file/tags.ts";

/** Bytes of ImageJ's metadata that are read at most: they may hold overlays. */
const MAX_BYTES = 2 ** 20;

/** Type of the labels of pages. */
const LABELS = "labl";

/** A number for each axis of a hyperstack. */
export interface ImageJAxes {
  readonly channels: number;
  readonly slices: number;
  readonly frames: number;
}

/**
 * Read channel names from ImageJ's page labels.
 *
 * @param stride - Distance of the pages of neighboring channels.
 * @returns Undefined unless each channel has one label at all slices and frames, and the labels differ.
 */
export async function imageJLabels(
  directory: Directory,
  axes: ImageJAxes,
  stride: number,
): Promise<string[] | undefined> {
  const { channels, slices, frames } = axes;
  if (channels === 1 || !directory.has(TAG.imageJMetadata)) return undefined;
  const labels = await pageLabels(directory);
  if (labels.length !== channels * slices * frames) return undefined;
  const names = Array.from({ length: channels }, (_, channel) => labels[channel * stride]!);
  const isPerChannel = labels.every(
    (label, i) => label !== "" && label === names[Math.floor(i / stride) % channels],
  );
  return isPerChannel && new Set(names).size === channels ? names : undefined;
}

/**
 * Read the labels. The metadata begin with "IJIJ" and pairs of a type and a count; one field has the length of each entry, the first that of
 * this header.
 */
async function pageLabels(directory: Directory): Promise<string[]> {
  const lengths = await directory.numbers(TAG.imageJByteCounts);
  const bytes = await directory.bytes(TAG.imageJMetadata, MAX_BYTES);
  const headerLength = lengths?.[0] ?? 0;
  if (!lengths || !bytes || headerLength > bytes.length) return [];
  const { isLittleEndian } = directory.file;
  // Types are stored as numbers, so that their letters are reversed in little-endian files.
  const word = (at: number): string => {
    const text = bytes.toString("latin1", at, at + 4);
    return isLittleEndian ? [...text].reverse().join("") : text;
  };
  if (word(0) !== "IJIJ") return [];
  let entry = 1;
  let at = headerLength;
  for (let header = 4; header + 8 <= headerLength; header += 8) {
    const count = isLittleEndian ? bytes.readUInt32LE(header + 4) : bytes.readUInt32BE(header + 4);
    if (count > lengths.length - entry) return [];
    const ends = lengths.subarray(entry, entry + count);
    if (word(header) === LABELS) return textsOf(bytes, at, ends, isLittleEndian);
    for (const length of ends) at += length;
    entry += count;
  }
  return [];
}

/** Decode UTF-16 texts that follow each other. */
function textsOf(bytes: Buffer, start: number, lengths: Float64Array, isLittleEndian: boolean): string[] {
  const texts: string[] = [];
  let at = start;
  for (const length of lengths) {
    if (length % 2 !== 0 || at + length > bytes.length) return [];
    const text = Buffer.from(bytes.subarray(at, at + length));
    texts.push((isLittleEndian ? text : text.swap16()).toString("utf16le").trim());
    at += length;
  }
  return texts;
}
