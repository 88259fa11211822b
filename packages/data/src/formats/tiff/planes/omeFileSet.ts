import path from "node:path";
import { canonicalName } from "../../../images/indexOfName.ts";
import type { OmeImage, OmeMetadata, TiffData } from "./omeXml.ts";

/** What a file of a set holds. */
export interface OmeFileSet {
  /** Images with planes in the file, with only the ranges of directories that lie in it. */
  readonly images: readonly OmeImage[];
  /** Names of the other files with planes, as a list; "" if there are none. */
  readonly others: string;
}

/** Maximum number of other files to name. */
const NAMED = 3;

/**
 * Select what a file holds of the images that its metadata describe.
 *
 * Metadata that name a single file are those of this one, which may have been renamed. Of several files, this is the one with the same name or
 * identifier.
 */
export function omeFileSet({ images, uuid }: OmeMetadata, fileName: string): OmeFileSet {
  const blocks = images.flatMap(({ tiffData }) => tiffData);
  if (new Set(blocks.map(({ fileName: name, uuid: id }) => name ?? id ?? "")).size <= 1) {
    return { images, others: "" };
  }
  const own = canonicalName(fileName);
  const isOwn = (block: TiffData): boolean =>
    (block.fileName === undefined && block.uuid === undefined) ||
    (block.fileName !== undefined && canonicalName(path.win32.basename(block.fileName)) === own) ||
    (uuid !== undefined && block.uuid === uuid);
  const names = [
    ...new Set(blocks.filter((block) => !isOwn(block)).flatMap((block) => block.fileName ?? [])),
  ];
  const more = names.length - NAMED;
  return {
    images: images.flatMap((image) => {
      const tiffData = image.tiffData.filter(isOwn);
      return tiffData.length > 0 ? [{ ...image, tiffData }] : [];
    }),
    others: names.slice(0, NAMED).join(", ") + (more > 0 ? ` and ${more} more` : ""),
  };
}
