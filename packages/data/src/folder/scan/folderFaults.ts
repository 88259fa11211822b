import type { UnreadableImage } from "../../formats/unreadableImageError.ts";
import { UnreadableImageError } from "../../formats/unreadableImageError.ts";
import { plural } from "../../text/numberText.ts";
import { ImageFolderError } from "../imageFolderError.ts";
import type { FolderSplit, SplitPart } from "../split/splitFolders.ts";
import { IMAGE_EXTENSIONS, type ImageFileList } from "./listImageFiles.ts";

/** Return the error for a set without images of a part of its split. */
export function withoutPart(
  root: string,
  part: SplitPart,
  { training, heldOut }: FolderSplit,
): ImageFolderError {
  const wanted = part === "training" ? "train" : "test";
  const got = [...training, ...heldOut].join(", ");
  return new ImageFolderError(
    "ERR_NO_IMAGES",
    root,
    `must hold images of the part ${wanted}, got ${root} with ${got} only. Add a subfolder ${wanted}, or give the subfolder itself.`,
  );
}

/** Return the error for a folder without readable images, or a file that cannot be read. */
export function withoutImages(
  list: ImageFileList,
  unreadable: readonly UnreadableImage[],
): ImageFolderError | UnreadableImageError {
  const { root } = list;
  const rule = `must hold images (${IMAGE_EXTENSIONS.join(", ")} or OME-Zarr, subfolders included), got ${root} with`;
  const files = (count: number, other = ""): string => plural(count, `${other}file`);
  const [first] = unreadable;
  if (first) {
    const error = new UnreadableImageError(first.path, first);
    if (list.isSingle) return error;
    const { message } = error;
    return new ImageFolderError(
      "ERR_NO_READABLE_IMAGES",
      root,
      `${rule} ${files(unreadable.length)}, none readable. ${message}`,
    );
  }
  return new ImageFolderError(
    "ERR_NO_IMAGES",
    root,
    `${rule} none of them, and ${files(list.otherFiles, "other ")}. Give a folder of images.`,
  );
}
