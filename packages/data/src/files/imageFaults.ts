import type { ImageFault } from "./unreadableImageError.ts";

/** An image of another format than those that are read; ImageMagick and Fiji keep the bits of a TIFF's pixels. */
export function formatFault(isTiff: boolean, by: "name" | "content"): ImageFault {
  return isTiff
    ? {
        reason: `a TIFF by its ${by}`,
        remedy: "Convert it to 16-bit PNG: magick cells.tif cells.png, or in Fiji File, Save As, PNG.",
      }
    : { reason: `neither a PNG nor a JPEG by its ${by}`, remedy: "Save it as PNG or JPEG." };
}

/** What the file system says. */
export function systemFault(error: unknown): ImageFault {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ENOENT") return { reason: "the file does not exist", remedy: "Check the name." };
  if (code === "EACCES" || code === "EPERM")
    return { reason: "no permission to read it", remedy: "Change its permissions." };
  if (code === "EISDIR") return { reason: "a folder, not a file", remedy: "Give a file." };
  const reason = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ").trim();
  return { reason, remedy: "Copy it to another place." };
}
