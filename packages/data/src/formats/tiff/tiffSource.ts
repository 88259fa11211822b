import type { PixelWindow } from "@cellgen/filters";
import type { CellImage } from "../../images/cellImage.ts";
import { MAX_CHANNELS } from "../../images/cellImage.ts";
import type { ImageSource } from "../../images/imageSource.ts";
import { newPixels, type PixelType, pixelArrays } from "../../images/pixelType.ts";
import { plural } from "../../text/numberText.ts";
import { damaged, readingFile } from "../faultError.ts";
import { checkPixelLimit, type RequestedPlane, requestedPlane } from "../requestedPlane.ts";
import { withNotFiniteNotes } from "../withNotFiniteNotes.ts";
import type { TiffFile } from "./file/tiffFile.ts";
import { pageColours } from "./page/pageColours.ts";
import type { PageLayout } from "./page/pageLayout.ts";
import { decodePagePart, type Page, type PagePart, planPagePart } from "./page/pagePixels.ts";
import { SegmentCache } from "./page/segmentCache.ts";
import { isSameKind } from "./planes/pagePlanes.ts";
import type { TiffPlanes } from "./planes/tiffPlanes.ts";
import { tooLarge } from "./tiffFaults.ts";

/** Return the source of a file whose planes are known. */
export async function tiffSource(
  path: string,
  tiff: TiffFile,
  planes: TiffPlanes,
  limitInputPixels: number,
): Promise<ImageSource> {
  const first = planes.page(0, 0, 0, 0);
  const colours = await pageColours(first, "page 1");
  const channels = planes.pagesPerPlane * colours.channels;
  const cache = new SegmentCache();
  const sparse = new Map<PageLayout, Set<number>>();
  const pages = new WeakMap<PageLayout, Promise<Page>>();
  const notes = [...planes.notes, ...pageNotes(first, colours.alpha !== undefined)];

  const pageOf = (layout: PageLayout): Promise<Page> => {
    const known = pages.get(layout);
    if (known) return known;
    const page = readPage(layout, first, colours.pixelType);
    pages.set(layout, page);
    return page;
  };

  const read = async ({ image, z, time, window, channels: wanted }: RequestedPlane): Promise<CellImage> => {
    checkPixelLimit(window, limitInputPixels);
    // All pages are checked before memory for the pixels is allocated.
    const parts = [];
    for (let index = 0; index < planes.pagesPerPlane; index++) {
      const targets = wanted
        .map((channel, i) => ({ sample: channel - index * colours.channels, channel: i }))
        .filter(({ sample }) => sample >= 0 && sample < colours.channels);
      if (targets.length === 0) continue;
      const page = await pageOf(planes.page(image, z, time, index));
      const part = await planPagePart(page, window, targets);
      parts.push(part);
      noteSparse(sparse, part);
    }
    checkExpansion(window, wanted.length, colours.pixelType, tiff.size, limitInputPixels);
    const data = newPixels(colours.pixelType, window.width * window.height * wanted.length);
    for (const part of parts) await decodePagePart(part, { data, channels: wanted.length, window }, cache);
    return {
      width: window.width,
      height: window.height,
      channels: wanted.length,
      data,
      ...(source.pixelSizeMicrometres !== undefined && { pixelSizeMicrometres: source.pixelSizeMicrometres }),
      ...(source.channelNames && { channelNames: wanted.map((channel) => source.channelNames![channel]!) }),
    };
  };

  const source: ImageSource = {
    path,
    format: planes.format,
    width: first.width,
    height: first.height,
    channels,
    pixelType: colours.pixelType,
    images: planes.images,
    depth: planes.depth,
    times: planes.times,
    ...(planes.channelNames?.length === channels && { channelNames: planes.channelNames }),
    ...(planes.pixelSizeMicrometres !== undefined && { pixelSizeMicrometres: planes.pixelSizeMicrometres }),
    get notes() {
      const missing = [...sparse.values()].reduce((sum, { size }) => sum + size, 0);
      return [
        ...notes,
        ...(missing > 0
          ? [
              `${plural(missing, "strip or tile", "strips or tiles")} without pixels in the file, read as missing data (0 unless the file states a value).`,
            ]
          : []),
      ];
    },
    async read(request) {
      const requested = requestedPlane("read", source, request);
      checkChannelCount(requested.channels.length);
      return await readingFile(path, () => read(requested));
    },
    close: async () => {
      cache.clear();
      await tiff.close();
    },
  };
  return withNotFiniteNotes(source);
}

function checkChannelCount(count: number): void {
  if (count <= MAX_CHANNELS) return;
  throw new RangeError(
    `read: channels must name at most ${MAX_CHANNELS} channels, got ${count}. Select some of them.`,
  );
}

/** Ratio of pixels to file that no real image exceeds. */
const MAX_EXPANSION = 100;

/**
 * Reject windows whose pixels need much more memory than the file, beyond that of a 16-bit image with opacity at the limit of pixels.
 */
function checkExpansion(
  { width, height }: PixelWindow,
  channels: number,
  pixelType: PixelType,
  fileSize: number,
  limitInputPixels: number,
): void {
  const bytes = width * height * channels * pixelArrays[pixelType].BYTES_PER_ELEMENT;
  if (bytes > 8 * limitInputPixels && bytes > MAX_EXPANSION * fileSize) {
    throw tooLarge(`a file of ${fileSize} bytes becomes ${bytes} bytes of pixels`);
  }
}

async function readPage(layout: PageLayout, first: PageLayout, pixelType: PixelType): Promise<Page> {
  if (!isSameKind(layout, first)) throw damaged("a page differs from the first in size or type");
  const colours = await pageColours(layout, "a page");
  if (colours.pixelType !== pixelType) throw damaged("the palettes of pages differ in bits");
  return { layout, colours };
}

function pageNotes({ orientation }: PageLayout, hasAlpha: boolean): string[] {
  const notes: string[] = [];
  if (hasAlpha) notes.push("Transparent pixels are composited over black.");
  if (orientation > 1 && orientation <= 8) notes.push("The orientation of the camera is not applied.");
  return notes;
}

/** Record the strips and tiles that are not stored. */
function noteSparse(sparse: Map<PageLayout, Set<number>>, { page, groups }: PagePart): void {
  for (const { index, isSparse } of groups.flatMap(({ segments }) => segments)) {
    if (!isSparse) continue;
    const ofPage = sparse.get(page.layout) ?? new Set();
    sparse.set(page.layout, ofPage.add(index));
  }
}
