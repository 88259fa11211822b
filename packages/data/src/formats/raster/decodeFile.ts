import { open } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { formatFault, systemFault } from "../imageFaults.ts";
import { type ImageFault, UnreadableImageError } from "../unreadableImageError.ts";

/** Maximum number of pixels of an image that is decoded. */
export const DEFAULT_LIMIT_INPUT_PIXELS = 100_000_000;

/** Decoded pixels of a file, as stored. */
export interface DecodedFile {
  readonly width: number;
  readonly height: number;
  /** Stored channels without alpha: 3 for RGB, even if all channels are equal. */
  readonly storedChannels: 1 | 3;
  /** Channels of `data`, with alpha last. 8-bit grey with alpha has three equal channels plus alpha. */
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: Uint8Array | Uint16Array;
}

/**
 * Read and decode one PNG or JPEG file, outside the calling thread.
 *
 * 16-bit values are kept, embedded colour profiles are ignored, palettes are expanded, and the camera's orientation is applied.
 *
 * @throws UnreadableImageError if the file is missing, empty, neither PNG nor JPEG, damaged (including decoder warnings), or too large.
 */
export async function decodeFile(
  file: string,
  limitInputPixels: number = DEFAULT_LIMIT_INPUT_PIXELS,
): Promise<DecodedFile> {
  const bytes = await readBytes(file, limitInputPixels);
  try {
    return await decode(bytes, limitInputPixels);
  } catch (error) {
    const fault = error instanceof TooLarge ? tooLarge(error.message) : damaged(error);
    throw new UnreadableImageError(path.resolve(file), fault, { cause: error });
  }
}

class TooLarge extends Error {}

const tooLarge = (reason: string): ImageFault => ({
  reason: `too large: ${reason}`,
  remedy: "Crop it into smaller images, or scale it down.",
});

const damaged = (error: unknown): ImageFault => ({
  reason: `damaged (${decoderReason(error)})`,
  remedy: "Copy it again from its source.",
});

async function readBytes(file: string, limitInputPixels: number): Promise<Buffer> {
  const fail = (fault: ImageFault, cause?: unknown): never => {
    throw new UnreadableImageError(path.resolve(file), fault, { cause });
  };
  try {
    const handle = await open(file, "r");
    try {
      const { size } = await handle.stat();
      if (size === 0) return fail({ reason: "an empty file", remedy: "Copy it again from its source." });
      const head = Buffer.alloc(8);
      await handle.read(head, 0, 8, 0);
      const isPng = head.equals(PNG_SIGNATURE);
      const isJpeg = head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff;
      if (!isPng && !isJpeg) return fail(formatFault(isTiff(head), "content"));
      // An image within the limit needs at most its raw 16-bit RGBA values plus some metadata.
      if (size > limitInputPixels * 8 + 2 ** 26) return fail(tooLarge(`the file has ${size} bytes`));
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UnreadableImageError) throw error;
    return fail(systemFault(error), error);
  }
}

/** Detect TIFF by its first bytes; BigTIFF has 43 in place of 42. */
function isTiff(head: Buffer): boolean {
  return ["II*\0", "MM\0*", "II+\0", "MM\0+"].includes(head.toString("latin1", 0, 4));
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

async function decode(bytes: Buffer, limitInputPixels: number): Promise<DecodedFile> {
  const input = sharp(bytes, {
    failOn: "warning",
    limitInputPixels: false,
    ignoreIcc: true,
    autoOrient: true,
  });
  const { width, height, space, depth, hasAlpha } = await input.metadata();
  if (width * height > limitInputPixels) {
    throw new TooLarge(`${width}x${height} exceeds the limit of ${limitInputPixels} pixels`);
  }
  const isGrey = space === "b-w" || space === "grey16";
  const isWide = depth === "ushort";
  // sharp drops the alpha of grey with 8 bits.
  const grey = isWide ? "grey16" : hasAlpha ? "srgb" : "b-w";
  const { data, info } = await input
    // By default, sharp converts everything to 8-bit sRGB.
    .toColourspace(isGrey ? grey : isWide ? "rgb16" : "srgb")
    .raw({ depth: isWide ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    storedChannels: isGrey ? 1 : 3,
    channels: info.channels as DecodedFile["channels"],
    data: isWide
      ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)
      : new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}

/** Return the first line of the decoder's message that is not sharp's preamble. */
function decoderReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/read error|premature end|treated as error/i.test(message)) return "the file is truncated or corrupted";
  return (
    message
      .split("\n")
      .map((line) =>
        line
          .replace(/^Input (buffer|file) (has corrupt header|contains unsupported image format):?/i, "")
          .trim(),
      )
      .find((line) => line.length > 0) ?? "the header cannot be read"
  );
}
