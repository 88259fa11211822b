import type { ImageFault } from "../formats/unreadableImageError.ts";
import type { SourceHeader } from "../samples/selection/sourceHeader.ts";

/** Metadata of a file of a folder, with the size and time by which a change of the file is noticed. Plain data. */
export interface IndexedFile {
  /** Path relative to the folder, with "/" as separator on every system. */
  readonly name: string;
  /** In bytes; 0 for a folder in Zarr format. */
  readonly size: number;
  /** In milliseconds. */
  readonly modified: number;
  /** One header, or one of each split of a .npz file; the fault if the file cannot be opened. */
  readonly headers: readonly SourceHeader[] | ImageFault;
}

/** Return the fault of a file that cannot be opened; undefined for other files. */
export function faultOfFile({ headers }: Pick<IndexedFile, "headers">): ImageFault | undefined {
  return "reason" in headers ? headers : undefined;
}
