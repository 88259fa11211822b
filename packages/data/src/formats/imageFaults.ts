import type { ImageFault } from "./unreadableImageError.ts";

/** Fault of a file that is not an image, or an image of an unknown format. */
export const UNKNOWN_FORMAT: ImageFault = {
  reason: "not an image of a known format by its content",
  remedy: "Save it as PNG or TIFF.",
};

/** Convert a file system error to an image fault. */
export function systemFault(error: unknown): ImageFault {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ENOENT") return { reason: "the file does not exist", remedy: "Check the path." };
  if (code === "EACCES" || code === "EPERM")
    return { reason: "no permission to read it", remedy: "Change its permissions." };
  if (code === "ELOOP") return { reason: "a link that leads back to itself", remedy: "Remove the link." };
  if (code === "EISDIR") return { reason: "a folder, not a file", remedy: "Give an image file." };
  const reason = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ").trim();
  return { reason, remedy: "Copy it to another folder." };
}
