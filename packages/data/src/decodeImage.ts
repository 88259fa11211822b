import { open } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import type { CellImage } from "./cellImage.ts";
import { formatFault, systemFault } from "./listImageFiles.ts";
import { type ImageFault, UnreadableImageError } from "./unreadableImageError.ts";

/** Images of more pixels than this are not decoded. */
export const DEFAULT_LIMIT_INPUT_PIXELS = 100_000_000;

/** What a file holds, before any resizing. */
export interface DecodedImage extends CellImage {
  /** Whether some pixels were transparent: those were laid over black. */
  readonly transparent: boolean;
}

/**
 * Decodes one PNG or JPEG file whole, outside the calling thread.
 *
 * The pixels are what the file stores: 16 bits stay 16 bits, embedded colour profiles are not applied, palettes are expanded, the camera's
 * orientation is applied, an RGB image whose three channels are equal becomes grey, opaque alpha is dropped and the rest laid over black.
 *
 * @throws UnreadableImageError if the file is missing, empty, neither PNG nor JPEG, damaged (a warning of the decoder counts), or too large.
 */
export async function decodeImage(
  file: string,
  limitInputPixels: number = DEFAULT_LIMIT_INPUT_PIXELS,
): Promise<DecodedImage> {
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
  remedy: "Cut it into smaller images, or scale it down.",
});

const damaged = (error: unknown): ImageFault => ({
  reason: `damaged (${decoderReason(error)})`,
  remedy: "Copy it again from where it came from.",
});

async function readBytes(file: string, limitInputPixels: number): Promise<Buffer> {
  const fail = (fault: ImageFault, cause?: unknown): never => {
    throw new UnreadableImageError(path.resolve(file), fault, { cause });
  };
  try {
    const handle = await open(file, "r");
    try {
      const { size } = await handle.stat();
      if (size === 0)
        return fail({ reason: "an empty file", remedy: "Copy it again from where it came from." });
      const head = Buffer.alloc(8);
      await handle.read(head, 0, 8, 0);
      const isPng = head.equals(PNG_SIGNATURE);
      const isJpeg = head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff;
      if (!isPng && !isJpeg) return fail(formatFault(isTiff(head), "content"));
      // No image within the limit takes more than its raw 16-bit RGBA values and some metadata.
      if (size > limitInputPixels * 8 + 2 ** 26) return fail(tooLarge(`a file of ${size} bytes`));
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UnreadableImageError) throw error;
    return fail(systemFault(error), error);
  }
}

/** By its first bytes; BigTIFF has a 43 where TIFF has a 42. */
function isTiff(head: Buffer): boolean {
  return ["II*\0", "MM\0*", "II+\0", "MM\0+"].includes(head.toString("latin1", 0, 4));
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

async function decode(bytes: Buffer, limitInputPixels: number): Promise<DecodedImage> {
  const input = sharp(bytes, {
    failOn: "warning",
    limitInputPixels: false,
    ignoreIcc: true,
    autoOrient: true,
  });
  const { width, height, space, depth } = await input.metadata();
  if (width * height > limitInputPixels) {
    throw new TooLarge(`${width}x${height} is over the limit of ${limitInputPixels} pixels`);
  }
  const grey = space === "b-w" || space === "grey16";
  const wide = depth === "ushort";
  const { data, info } = await input
    // Without these two, sharp makes 8-bit sRGB of everything.
    .toColourspace(wide ? (grey ? "grey16" : "rgb16") : grey ? "b-w" : "srgb")
    .raw({ depth: wide ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  const values = wide
    ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const opaque = withoutAlpha(values, info.channels);
  return {
    width: info.width,
    height: info.height,
    ...withoutEqualChannels(opaque.data, opaque.channels),
    transparent: opaque.transparent,
  };
}

type Values = Uint8Array | Uint16Array;

const like = (values: Values, length: number): Values =>
  values instanceof Uint16Array ? new Uint16Array(length) : new Uint8Array(length);

function withoutAlpha(
  values: Values,
  channels: number,
): { data: Values; channels: 1 | 3; transparent: boolean } {
  if (channels === 1 || channels === 3) return { data: values, channels, transparent: false };
  const kept = channels === 2 ? 1 : 3;
  const full = values instanceof Uint16Array ? 65535 : 255;
  const data = like(values, (values.length / channels) * kept);
  let transparent = false;
  for (let i = 0, o = 0; i < values.length; i += channels) {
    const alpha = values[i + kept]!;
    if (alpha !== full) transparent = true;
    for (let c = 0; c < kept; c++) data[o++] = Math.round((values[i + c]! * alpha) / full);
  }
  return { data, channels: kept, transparent };
}

function withoutEqualChannels(data: Values, channels: 1 | 3): { data: Values; channels: 1 | 3 } {
  if (channels === 1) return { data, channels };
  for (let i = 0; i < data.length; i += 3) {
    if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return { data, channels };
  }
  const grey = like(data, data.length / 3);
  for (let i = 0; i < grey.length; i++) grey[i] = data[3 * i]!;
  return { data: grey, channels: 1 };
}

/** The decoder's own words: the first line that is not sharp's preamble. */
function decoderReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/read error|premature end|treated as error/i.test(message))
    return "it ends too early, or bytes of it were changed";
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
