/** Frame header of a JPEG file. */
interface JpegFrame {
  /** Number of the start-of-frame marker, 0xc0 to 0xcf. */
  readonly marker: number;
  /** Bits per channel. */
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/** Segments of a JPEG file. */
export interface JpegSegments {
  readonly frame: JpegFrame | undefined;
  readonly scans: number;
  /** Bytes that belong to no segment. */
  readonly junkBytes: number;
  /** Whether the end-of-image marker was found. */
  readonly ended: boolean;
  /** The file without these bytes, and with an end-of-image marker where a single sequential scan lacks it. */
  readonly clean: Buffer;
}

/**
 * Walk through the segments of a JPEG file as tolerant decoders do: bytes between a segment and the next marker are skipped.
 *
 * Bytes after entropy-coded data count as part of it, because a damaged scan leaves such bytes too.
 *
 * @param bytes - Begins with the start-of-image marker.
 * @returns Undefined if a skipped part has the length of a segment: its marker is damaged, and decoders would miss its content.
 */
export function jpegSegments(bytes: Buffer): JpegSegments | undefined {
  const parts: Buffer[] = [bytes.subarray(0, 2)];
  let frame: JpegFrame | undefined;
  let scans = 0;
  let componentsOfScan = 0;
  let junkBytes = 0;
  let ended = false;
  let at = 2;
  while (at < bytes.length) {
    const marker = nextMarker(bytes, at);
    const skipped = bytes.subarray(at, marker);
    // Any number of 0xff bytes may precede a marker.
    if (skipped.some((byte) => byte !== 0xff)) {
      if (isSegment(skipped)) return undefined;
      junkBytes += skipped.length;
    }
    const code = bytes[marker + 1];
    if (code === undefined) break;
    const { end, isScan, isEnd } = segmentEnd(bytes, marker, code);
    if (isFrame(code)) frame ??= frameOf(bytes, marker, code);
    if (isScan) {
      scans++;
      componentsOfScan = bytes[marker + 4] ?? 0;
    }
    parts.push(withStandardFields(bytes.subarray(marker, end), code, frame));
    at = end;
    if (isEnd) {
      ended = true;
      break;
    }
  }
  const isWhole =
    frame !== undefined && frame.marker <= 0xc1 && scans === 1 && componentsOfScan === frame.components;
  if (!ended && isWhole) parts.push(END);
  return { frame, scans, junkBytes, ended, clean: Buffer.concat(parts) };
}

const END = Buffer.from([0xff, 0xd9]);

/** Return the position of the next marker's last 0xff byte; the length of the file if there is none. */
function nextMarker(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1];
    if (code !== undefined && code !== 0 && code !== 0xff) return at;
  }
  return bytes.length;
}

/** Whether skipped bytes have the structure of a segment with content: a code and a length that ends at the next marker. */
function isSegment(skipped: Buffer): boolean {
  return skipped.length > 4 && 2 + skipped.readUInt16BE(2) === skipped.length;
}

const isFrame = (code: number): boolean =>
  code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;

function frameOf(bytes: Buffer, marker: number, code: number): JpegFrame | undefined {
  if (marker + 10 > bytes.length) return undefined;
  return {
    marker: code,
    precision: bytes.readUInt8(marker + 4),
    height: bytes.readUInt16BE(marker + 5),
    width: bytes.readUInt16BE(marker + 7),
    components: bytes.readUInt8(marker + 9),
  };
}

/** Return the end of a segment, with the entropy-coded data that follows the header of a scan. */
function segmentEnd(
  bytes: Buffer,
  marker: number,
  code: number,
): { end: number; isScan: boolean; isEnd: boolean } {
  if (code === 0xd9) return { end: marker + 2, isScan: false, isEnd: true };
  if (code === 0x01 || (code >= 0xd0 && code <= 0xd8))
    return { end: marker + 2, isScan: false, isEnd: false };
  if (marker + 4 > bytes.length) return { end: bytes.length, isScan: false, isEnd: false };
  let end = Math.min(bytes.length, marker + 2 + Math.max(2, bytes.readUInt16BE(marker + 2)));
  if (code !== 0xda) return { end, isScan: false, isEnd: false };
  for (;;) {
    end = nextMarker(bytes, end);
    const next = bytes[end + 1] ?? 0;
    // Restart markers are a part of the data.
    if (next < 0xd0 || next > 0xd7) return { end, isScan: true, isEnd: false };
    end += 2;
  }
}

/** Return a segment in which fields that no pixel depends on have their standard values: JFIF version and spectral range of sequential scans. */
function withStandardFields(segment: Buffer, code: number, frame: JpegFrame | undefined): Buffer {
  if (
    code === 0xe0 &&
    segment.toString("latin1", 4, 8) === "JFIF" &&
    segment.length > 10 &&
    segment[9] !== 1
  ) {
    const copy = Buffer.from(segment);
    copy[9] = 1;
    return copy;
  }
  const range = 5 + 2 * (segment[4] ?? 0);
  const isSequential = frame !== undefined && frame.marker <= 0xc1;
  if (code === 0xda && isSequential && segment.length > range + 3) {
    if (segment[range] === 0 && segment[range + 1] === 63 && segment[range + 2] === 0) return segment;
    const copy = Buffer.from(segment);
    copy.set([0, 63, 0], range);
    return copy;
  }
  return segment;
}
