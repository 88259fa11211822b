import type { ImageFault } from "../../files/unreadableImageError.ts";

/** Thrown by the parts of the TIFF reader, which do not know the file's path. `openTiff` converts it to an UnreadableImageError. */
export class TiffFault extends Error {
  override readonly name = "TiffFault";
  readonly fault: ImageFault;

  constructor(fault: ImageFault, options?: ErrorOptions) {
    super(fault.reason, options);
    this.fault = fault;
  }
}

/** Fault of a file whose structure or data contradict themselves. */
export function damaged(what: string, cause?: unknown): TiffFault {
  return new TiffFault(
    { reason: `damaged (${what})`, remedy: "Copy it again from its source." },
    cause === undefined ? undefined : { cause },
  );
}

/** Fault of a file that may be valid but is not supported. */
export function unsupported(what: string): TiffFault {
  return new TiffFault({
    reason: `a TIFF with ${what}, which is not supported`,
    remedy: "Open it in Fiji and save it as TIFF.",
  });
}

/** Fault of a request that needs too much memory or time. */
export function tooLarge(what: string): TiffFault {
  return new TiffFault({
    reason: `too large: ${what}`,
    remedy: "Crop it into smaller images, or save it with tiles.",
  });
}
