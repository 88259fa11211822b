import path from "node:path";
import { roundedPixelSize } from "../../../images/pixelSize.ts";
import { TAG } from "../file/tags.ts";
import type { PageLayout, SampleFormat } from "../page/pageLayout.ts";
import { readOmeCompanion } from "./omeCompanion.ts";
import { omeFileSet } from "./omeFileSet.ts";
import { omePlaneTable } from "./omePlaneTable.ts";
import { type OmeImage, type OmeMetadata, parseOmeXml } from "./omeXml.ts";
import { isSameKind, pagePlanes } from "./pagePlanes.ts";
import type { TiffPlanes } from "./tiffPlanes.ts";

/**
 * Read axes, channel names and pixel size from OME-XML.
 *
 * A set of files shares its metadata, which each of them holds, or one file of the folder: what this file holds is read, and a note names the
 * others. If the metadata cannot be used, each page is read as one image, and a note gives the reason.
 *
 * @param file - Absolute path of the file.
 */
export async function omePlanes(
  layouts: readonly PageLayout[],
  xml: string,
  file: string,
): Promise<TiffPlanes> {
  try {
    const stated = parseOmeXml(xml);
    const { uuid, isElsewhere, metadataFile } = stated;
    const metadata = isElsewhere ? { ...(await readOmeCompanion(file, metadataFile)), uuid } : stated;
    return planesOf(layouts, metadata, path.basename(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s+/g, " ").slice(0, 200) : String(error);
    const planes = await pagePlanes(layouts);
    return {
      ...planes,
      notes: [
        ...planes.notes,
        `The OME metadata cannot be used (${reason}). Pages are read as separate images.`,
      ],
    };
  }
}

function planesOf(layouts: readonly PageLayout[], metadata: OmeMetadata, fileName: string): TiffPlanes {
  const set = omeFileSet(metadata, fileName);
  const [first, ...others] = set.images;
  if (!first) throw new Error(`its planes lie in other files${set.others === "" ? "" : `: ${set.others}`}`);
  const table = (image: OmeImage) => omePlaneTable(image, layouts);
  const main = table(first);
  const notes = [...main.notes];
  const images = [main];
  for (const image of others) {
    if (!isSameShape(image, first) || main.notes.length > 0) continue;
    const next = tryTable(() => table(image));
    if (next && next.notes.length === 0 && isSameKind(layouts[next.pages[0]!]!, layouts[main.pages[0]!]!)) {
      images.push(next);
    }
  }
  const skipped = metadata.images.length - images.length;
  if (skipped > 0)
    notes.push(`Skips ${skipped} of ${metadata.images.length} images of other sizes or in other files.`);
  if (set.others !== "") notes.push(`Other files of its set, read separately: ${set.others}.`);
  const { depth, times, channels } = main;
  const perImage = depth * times * channels.length;
  const { x, y } = first.pixelSize;
  if (x !== undefined && y !== undefined && Math.abs(x - y) > 0.01 * x) {
    notes.push(
      `Pixels are not square: ${roundedPixelSize(x)} micrometers wide, ${roundedPixelSize(y)} high.`,
    );
  }
  const pages = images.flatMap((table) =>
    table.pages.map((index) => withStatedType(layouts[index]!, first.pixelType)),
  );
  const names = channels.map((channel) => first.channelNames[channel]);
  return {
    format: "ome-tiff",
    images: images.length,
    depth,
    times,
    pagesPerPlane: channels.length,
    page: (image, z, time, channel) =>
      pages[image * perImage + (time * depth + z) * channels.length + channel]!,
    channelNames: names.some((name) => name !== undefined && name !== "")
      ? names.map((name, i) => name || `Channel ${i + 1}`)
      : undefined,
    pixelSizeMicrometres: x,
    notes,
  };
}

function tryTable<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function isSameShape(a: OmeImage, b: OmeImage): boolean {
  return (["X", "Y", "Z", "C", "T"] as const).every((axis) => a.sizes[axis] === b.sizes[axis]);
}

/** Bits and meaning of OME's pixel types that a TIFF without a SampleFormat field does not state. */
const statedTypes: Readonly<Record<string, readonly [bits: number, SampleFormat]>> = {
  int8: [8, "int"],
  int16: [16, "int"],
  int32: [32, "int"],
  float: [32, "float"],
  double: [64, "float"],
};

function withStatedType(page: PageLayout, pixelType: string | undefined): PageLayout {
  const stated =
    pixelType !== undefined && Object.hasOwn(statedTypes, pixelType) ? statedTypes[pixelType] : undefined;
  if (!stated || page.bits !== stated[0] || page.directory.has(TAG.sampleFormat)) return page;
  return { ...page, sampleFormat: stated[1] };
}
