import { damaged, FaultError } from "../faultError.ts";
import type { ImageFault } from "../unreadableImageError.ts";
import { jpegSegments } from "./jpegSegments.ts";
import type { RasterFormat } from "./rasterFormat.ts";

export const tooLarge = (reason: string): FaultError =>
  new FaultError(`too large: ${reason}`, "Crop it into smaller images, or scale it down.");

const EXPORT_AGAIN = "Export it again as PNG or TIFF.";

/**
 * Return the fault of a file that could not be decoded, from its own bytes.
 *
 * The decoder's message is not used: libvips keeps messages for the whole process, so that one can belong to a file decoded at the same time.
 */
export function rasterFault(format: RasterFormat, bytes: Buffer, error: unknown): ImageFault {
  if (error instanceof FaultError) return error;
  if (format === "jpeg") {
    const segments = jpegSegments(bytes);
    const frame = segments?.frame;
    const kind = frame && unsupportedJpeg(frame.marker, frame.precision);
    if (kind) return { reason: kind, remedy: EXPORT_AGAIN };
    if (segments && !frame) return damaged("it has no frame header");
  }
  if (format === "png" && bytes.toString("latin1", 12, 16) !== "IHDR") return damaged("it has no header");
  return damaged("the file is truncated or corrupted");
}

/** Kind of a JPEG file that the decoder does not support; undefined if it should be readable. */
function unsupportedJpeg(marker: number, precision: number): string | undefined {
  if (marker === 0xc3 || marker === 0xcb) return "a lossless JPEG, which is not supported";
  if (precision !== 8) return `a ${precision}-bit JPEG, which is not supported`;
  if (marker === 0xc5 || marker === 0xc6 || marker === 0xcd || marker === 0xce) {
    return "a hierarchical JPEG, which is not supported";
  }
  return undefined;
}
