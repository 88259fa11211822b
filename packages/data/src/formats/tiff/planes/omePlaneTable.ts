import type { PageLayout } from "../page/pageLayout.ts";
import type { OmeImage, TiffData } from "./omeXml.ts";

/** Directories of an image's planes. */
export interface OmePlaneTable {
  readonly depth: number;
  readonly times: number;
  /** Indices of the channels in the metadata. */
  readonly channels: readonly number[];
  /** Indices of the directories: channels vary fastest, then focal planes, then time points. */
  readonly pages: readonly number[];
  readonly notes: readonly string[];
}

type Axis = "Z" | "C" | "T";

/**
 * Map the planes of an image to directories of this file.
 *
 * A file of a set holds some of the planes: the axes are reduced to them, with a note.
 *
 * @param image - With the ranges of directories in this file.
 * @throws Error with the reason if the planes in this file do not form complete axes.
 */
export function omePlaneTable(image: OmeImage, layouts: readonly PageLayout[]): OmePlaneTable {
  const own = image.tiffData.length > 0 ? image.tiffData : [WHOLE_FILE];
  const firstPage = layouts[own[0]?.ifd ?? 0];
  if (!firstPage) throw new Error("its planes lie in other files");
  // A page may hold several channels as samples.
  const channelPages =
    image.sizes.C % firstPage.samples === 0 ? image.sizes.C / firstPage.samples : image.sizes.C;
  const sizes = { Z: image.sizes.Z, C: channelPages, T: image.sizes.T };
  const planes = planesOfBlocks(own, sizes, image.order, layouts.length);
  const positions = [...planes.values()];
  const along = (axis: Axis): number[] =>
    [...new Set(positions.map((plane) => plane[axis]))].sort((a, b) => a - b);
  const [zs, cs, ts] = [along("Z"), along("C"), along("T")];
  const isPartial = planes.size < sizes.Z * sizes.C * sizes.T;
  if (planes.size === 0 || zs.length * cs.length * ts.length !== planes.size) {
    throw new Error(`it describes ${planeCount(sizes)} planes, of which ${planes.size} are in the file`);
  }
  return {
    depth: zs.length,
    times: ts.length,
    channels: cs,
    pages: ts.flatMap((T) =>
      zs.flatMap((Z) => cs.map((C) => planes.get(positionOf({ Z, C, T }, sizes, image.order))!.ifd)),
    ),
    notes: isPartial
      ? [
          `Holds ${planes.size} of ${isOverstated(sizes) ? "" : "the "}${planeCount(sizes)} planes of its OME metadata; the others are missing or in other files.`,
        ]
      : [],
  };
}

/** Number of planes that damaged metadata may state, but no file holds. */
const MAX_STATED = 1_000_000;

const isOverstated = ({ Z, C, T }: Readonly<Record<Axis, number>>): boolean => Z * C * T > MAX_STATED;

const planeCount = (sizes: Readonly<Record<Axis, number>>): string =>
  isOverstated(sizes) ? "more than a million" : String(sizes.Z * sizes.C * sizes.T);

const WHOLE_FILE: TiffData = {
  ifd: undefined,
  first: { Z: 0, C: 0, T: 0 },
  planeCount: undefined,
  fileName: undefined,
  uuid: undefined,
};

type Plane = { readonly Z: number; readonly C: number; readonly T: number; readonly ifd: number };

/** List the planes by their position. The number of directories limits their number. */
function planesOfBlocks(
  blocks: readonly TiffData[],
  sizes: Readonly<Record<Axis, number>>,
  order: OmeImage["order"],
  directories: number,
): Map<number, Plane> {
  const planes = new Map<number, Plane>();
  const total = sizes.Z * sizes.C * sizes.T;
  for (const { ifd, first, planeCount } of blocks) {
    if (first.Z >= sizes.Z || first.C >= sizes.C || first.T >= sizes.T) continue;
    const start = positionOf(first, sizes, order);
    const from = ifd ?? 0;
    const count = Math.min(planeCount ?? (ifd === undefined ? total : 1), total - start, directories - from);
    for (let i = 0; i < count; i++) {
      if (planes.size >= directories && !planes.has(start + i)) return planes;
      planes.set(start + i, { ...planeAt(start + i, sizes, order), ifd: from + i });
    }
  }
  return planes;
}

function positionOf(
  plane: Readonly<Record<Axis, number>>,
  sizes: Readonly<Record<Axis, number>>,
  [fast, middle, slow]: OmeImage["order"],
): number {
  return plane[fast!] + sizes[fast!] * (plane[middle!] + sizes[middle!] * plane[slow!]);
}

function planeAt(
  position: number,
  sizes: Readonly<Record<Axis, number>>,
  [fast, middle, slow]: OmeImage["order"],
): Record<Axis, number> {
  const rest = Math.floor(position / sizes[fast!]);
  const plane = { Z: 0, C: 0, T: 0 };
  plane[fast!] = position % sizes[fast!];
  plane[middle!] = rest % sizes[middle!];
  plane[slow!] = Math.floor(rest / sizes[middle!]);
  return plane;
}
