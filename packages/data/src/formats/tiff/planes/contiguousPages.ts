import { damaged } from "../../faultError.ts";
import { NO_COMPRESSION } from "../compression/decompress.ts";
import { TAG } from "../file/tags.ts";
import type { PageLayout } from "../page/pageLayout.ts";
import { rowLength } from "../page/unpackSamples.ts";

/** Pages of a stack, by their index. */
export interface PageList {
  readonly length: number;
  at(index: number): PageLayout;
}

/**
 * Return the pages of a large stack, of which only the first has a directory: the pixels of the others follow those of the first.
 *
 * @param count - Stated number of pages.
 * @returns Undefined if the first page is not stored in one piece.
 * @throws FaultError if the file ends before the last page.
 */
export async function contiguousPages(page: PageLayout, count: number): Promise<PageList | undefined> {
  const { directory, width, height, samples, compression, isTiled, isPlanar } = page;
  const start = (await directory.numbers(TAG.stripOffsets))?.[0];
  if (start === undefined || compression !== NO_COMPRESSION || isTiled || isPlanar) return undefined;
  const length = height * rowLength(page, width * samples);
  if (start + count * length > directory.file.size) {
    throw damaged(`its description has ${count} pages, which end beyond the end of the file`);
  }
  return {
    length: count,
    at: (index) => ({ ...page, tileHeight: height, contiguousOffset: start + index * length }),
  };
}

/** Return the list of pages that all have directories. */
export function pageList(pages: readonly PageLayout[]): PageList {
  return { length: pages.length, at: (index) => pages[index]! };
}
