import { TAG } from "../file/tags.ts";
import type { PageLayout } from "../page/pageLayout.ts";
import { resolutionNote, resolutionPixelSize } from "./resolutionTags.ts";
import type { TiffPlanes } from "./tiffPlanes.ts";

/**
 * Read each page as one image, without axes. The pages of the first page's kind are the images.
 *
 * Copies at lower resolution and masks are skipped; pages of other sizes or types are named in `notes`.
 *
 * @param layouts - All pages of the file.
 */
export async function pagePlanes(layouts: readonly PageLayout[]): Promise<TiffPlanes> {
  const { pages, notes } = imagePages(layouts);
  const { directory } = pages[0]!;
  const stated = aperioPixelSize((await directory.text(TAG.imageDescription, MAX_DESCRIPTION)) ?? "");
  const size = stated ?? (await resolutionPixelSize(directory));
  return {
    format: "tiff",
    images: pages.length,
    depth: 1,
    times: 1,
    pagesPerPlane: 1,
    page: (image) => pages[image]!,
    pixelSizeMicrometres: size,
    notes: size === undefined || stated !== undefined ? notes : [...notes, resolutionNote(size)],
  };
}

/** Bytes of a description that are searched for a pixel size. */
const MAX_DESCRIPTION = 2 ** 16;

/** Return the pixel size in micrometers that the description of an Aperio slide scanner states: `Aperio … |MPP = 0.4990|…`. */
function aperioPixelSize(description: string): number | undefined {
  if (!description.startsWith("Aperio")) return undefined;
  const size = Number(/\|\s*MPP\s*=\s*(\d*\.?\d+)\s*(?:\||$)/.exec(description)?.[1]);
  return size > 0 ? size : undefined;
}

/** Select the pages of the first page's kind. */
export function imagePages(layouts: readonly PageLayout[]): { pages: PageLayout[]; notes: string[] } {
  const primary = layouts.filter(({ isSecondary }) => !isSecondary);
  const candidates = primary.length > 0 ? primary : layouts;
  const first = candidates[0]!;
  const pages = candidates.filter((page) => isSameKind(page, first));
  const others = candidates.filter((page) => !isSameKind(page, first));
  return { pages, notes: others.length === 0 ? [] : [othersNote(others)] };
}

/** Whether two pages have the same size and samples. */
export function isSameKind(a: PageLayout, b: PageLayout): boolean {
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.samples === b.samples &&
    a.bits === b.bits &&
    a.sampleFormat === b.sampleFormat &&
    a.photometric === b.photometric
  );
}

function othersNote(others: readonly PageLayout[]): string {
  const kinds = [...new Set(others.map(({ width, height, bits }) => `${width}x${height} in ${bits} bits`))];
  const listed = kinds.slice(0, 3).join(", ") + (kinds.length > 3 ? ", …" : "");
  const count = others.length === 1 ? "1 page" : `${others.length} pages`;
  return `Skips ${count} of other sizes or types (${listed}).`;
}
