import { TAG } from "../file/tags.ts";
import type { PageLayout } from "../page/pageLayout.ts";
import { contiguousPages } from "./contiguousPages.ts";
import { pagePlanes } from "./pagePlanes.ts";
import type { TiffPlanes } from "./tiffPlanes.ts";

/** Rationals of a plane in the field UIC2Tag: the distance along z, then dates and times. */
const PER_PLANE = 3;

/** Return whether a file is a MetaMorph stack. */
export function isStk(layouts: readonly PageLayout[]): boolean {
  return layouts[0]!.directory.has(TAG.metaMorphPlanes);
}

/**
 * Read a MetaMorph stack, which has one directory: the pixels of the other planes follow those of the first.
 *
 * Planes at different distances are focal planes; others are time points.
 *
 * @see MetaMorph Stack (STK) Image File Format, Molecular Devices.
 */
export async function stkPlanes(layouts: readonly PageLayout[]): Promise<TiffPlanes> {
  const planes = await pagePlanes(layouts);
  const first = layouts[0]!;
  // The count of the field is the number of planes, although each has three values.
  const values = (await first.directory.numbers(TAG.metaMorphPlanes)) ?? [];
  const count = values.length;
  if (count <= 1 || layouts.length > 1) return planes;
  const pages = await contiguousPages(first, count);
  if (!pages) {
    const note = `A MetaMorph stack of ${count} planes, of which only the first can be read.`;
    return { ...planes, notes: [...planes.notes, note] };
  }
  const hasDistances = values.some(
    (value, index) => index % PER_PLANE === 0 && Number.isFinite(value) && value !== 0,
  );
  return {
    ...planes,
    depth: hasDistances ? count : 1,
    times: hasDistances ? 1 : count,
    page: (_image, z, time) => pages.at(hasDistances ? z : time),
  };
}
