import { TAG } from "../file/tags.ts";
import type { PageLayout } from "../page/pageLayout.ts";
import { contiguousPages, pageList } from "./contiguousPages.ts";
import { type ImageJAxes, imageJLabels } from "./imageJLabels.ts";
import { imagePages } from "./pagePlanes.ts";
import { pixelSizeOfResolution } from "./physicalUnits.ts";
import { resolutionNote, resolutionPixelSize } from "./resolutionTags.ts";
import type { TiffPlanes } from "./tiffPlanes.ts";

/** Return whether an image description is ImageJ's. */
export function isImageJ(description: string): boolean {
  return description.startsWith("ImageJ=");
}

/**
 * Read the axes of an ImageJ stack or hyperstack: channels vary fastest, then slices, then frames, unless the file states another `order`, such
 * as zct of Micro-Manager.
 *
 * A stack without a hyperstack's axes has slices, as in ImageJ. Large stacks have one directory, and the pixels of all pages follow it.
 */
export async function imageJPlanes(layouts: readonly PageLayout[], description: string): Promise<TiffPlanes> {
  const fields = fieldsOf(description);
  const count = (name: string): number => positiveInteger(fields.get(name)) ?? 1;
  const stated = count("images");
  const { pages: stored, notes } = imagePages(layouts);
  const first = stored[0]!;
  const pages =
    (stored.length === 1 && stated > 1 ? await contiguousPages(first, stated) : undefined) ??
    pageList(stored);
  const channels = count("channels");
  const frames = count("frames");
  const isComplete = channels * count("slices") * frames === pages.length;
  const axes = isComplete
    ? { channels, slices: count("slices"), frames }
    : { channels: 1, slices: pages.length, frames: 1 };
  if (!isComplete && channels * frames > 1) {
    notes.push(
      `ImageJ's axes (${channels} channels, ${count("slices")} slices, ${frames} frames) do not match ${pages.length} pages, which are read as slices.`,
    );
  }
  const strides = pageStrides(axes, fields.get("order"), notes);
  const size = await pixelSize(first, fields, notes);
  return {
    format: "tiff",
    images: 1,
    depth: axes.slices,
    times: axes.frames,
    pagesPerPlane: axes.channels,
    page: (_image, z, time, channel) =>
      pages.at(z * strides.slices + time * strides.frames + channel * strides.channels),
    channelNames: namesOf(fields) ?? (await imageJLabels(first.directory, axes, strides.channels)),
    pixelSizeMicrometres: size,
    notes,
  };
}

const DEFAULT_ORDER = "czt";
const AXES = { c: "channels", z: "slices", t: "frames" } as const;

/** Return the distance of neighbors along each axis in pages. The first letter of the order varies fastest. */
function pageStrides(axes: ImageJAxes, stated: string | undefined, notes: string[]): ImageJAxes {
  const order = stated?.toLowerCase().replace(/^xy/, "") ?? DEFAULT_ORDER;
  const isKnown = [...order].sort().join("") === "ctz";
  if (!isKnown) notes.push(`ImageJ's order "${stated}" is not known: pages are read as ${DEFAULT_ORDER}.`);
  const strides = { channels: 1, slices: 1, frames: 1 };
  let stride = 1;
  for (const letter of isKnown ? order : DEFAULT_ORDER) {
    const axis = AXES[letter as keyof typeof AXES];
    strides[axis] = stride;
    stride *= axes[axis];
  }
  return strides;
}

/** Split the lines `name=value`. */
function fieldsOf(description: string): Map<string, string> {
  const lines = description.split(/\r?\n/).map((line) => line.split("="));
  return new Map(lines.map(([name, ...value]) => [name!.trim(), value.join("=").trim()]));
}

function positiveInteger(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

async function pixelSize(
  { directory }: PageLayout,
  fields: ReadonlyMap<string, string>,
  notes: string[],
): Promise<number | undefined> {
  const unit = fields.get("unit");
  if (unit === undefined) {
    const size = await resolutionPixelSize(directory);
    if (size !== undefined) notes.push(resolutionNote(size));
    return size;
  }
  // ImageJ escapes letters outside ASCII.
  const name = unit.replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return pixelSizeOfResolution(await directory.number(TAG.xResolution), name);
}

/** Channel names in a line of their own, separated by semicolons. */
function namesOf(fields: ReadonlyMap<string, string>): string[] | undefined {
  const names = fields
    .get("channel_names")
    ?.split(";")
    .map((name) => name.trim());
  return names?.some((name) => name !== "") ? names : undefined;
}
