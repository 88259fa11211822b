import type { PageLayout } from "../page/pageLayout.ts";
import { contiguousPages, pageList } from "./contiguousPages.ts";
import { imagePages, pagePlanes } from "./pagePlanes.ts";
import type { TiffPlanes } from "./tiffPlanes.ts";

/** Axis of the pages: images, time, focal plane or channel. */
type Axis = "I" | "T" | "Z" | "C";

/** Return whether an image description is JSON that states the shape, as Python's tifffile writes it. */
export function isShaped(description: string): boolean {
  return /^\s*\{.*"shape":/s.test(description.slice(0, 4096));
}

/**
 * Read the axes that Python's tifffile states: `{"shape": [5, 3, 64, 64], "axes": "TCYX"}`.
 *
 * Without axes, or if they do not match the pages, each page is one image.
 */
export async function shapedPlanes(layouts: readonly PageLayout[], description: string): Promise<TiffPlanes> {
  const planes = await pagePlanes(layouts);
  const stated = parseShape(description);
  if (!stated) return planes;
  const { pages: stored } = imagePages(layouts);
  const axes = pageAxes(stated);
  const count = axes.reduce((product, { size }) => product * size, 1);
  const pages =
    stated.isTruncated && stored.length === 1
      ? ((await contiguousPages(stored[0]!, count)) ?? pageList(stored))
      : pageList(stored);
  if (pages.length !== count) return planes;
  const sizeOf = (axis: Axis): number => axes.find(({ name }) => name === axis)?.size ?? 1;
  const page = (image: number, z: number, time: number, channel: number): PageLayout => {
    const position = { I: image, T: time, Z: z, C: channel };
    // The first axis varies slowest.
    return pages.at(axes.reduce((index, { name, size }) => index * size + position[name], 0));
  };
  return {
    ...planes,
    images: sizeOf("I"),
    depth: sizeOf("Z"),
    times: sizeOf("T"),
    pagesPerPlane: sizeOf("C"),
    page,
  };
}

interface StatedShape {
  readonly shape: readonly number[];
  readonly axes: string | undefined;
  readonly isTruncated: boolean;
}

function parseShape(description: string): StatedShape | undefined {
  try {
    const { shape, axes, truncated } = JSON.parse(description) as Record<string, unknown>;
    const isShape = Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size > 0);
    if (!isShape) return undefined;
    return {
      shape,
      axes: typeof axes === "string" && axes.length === shape.length ? axes : undefined,
      isTruncated: truncated === true,
    };
  } catch {
    return undefined;
  }
}

/** Return the axes of the pages. Other axes than time, focal plane and channel count images. */
function pageAxes({ shape, axes }: StatedShape): { name: Axis; size: number }[] {
  // Without names, a page has the last two axes.
  const names = axes ?? "I".repeat(shape.length - 2).concat("YX");
  const found = shape
    .map((size, i) => ({ name: names[i]!.toUpperCase(), size }))
    .filter(({ name }) => !"YXS".includes(name));
  const used = new Set<string>();
  const result: { name: Axis; size: number }[] = [];
  for (const { name, size } of found) {
    const axis = "TZC".includes(name) ? (name as Axis) : "I";
    if (used.has(axis)) return [];
    used.add(axis);
    result.push({ name: axis, size });
  }
  return result;
}
