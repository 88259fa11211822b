import type { PixelWindow } from "@cellgen/filters";
import { faultOfFile, type IndexedFile } from "../../fileIndex/indexedFile.ts";
import { FaultError } from "../../formats/faultError.ts";
import { isRasterFormat } from "../../formats/raster/rasterFormat.ts";
import type { ImageFault } from "../../formats/unreadableImageError.ts";
import type { ImageSource } from "../../images/imageSource.ts";
import type { CsvIndexRow } from "../../sets/csvIndex.ts";
import type { SamplePlane } from "./samplePlane.ts";
import type { SampleSelection } from "./sampleSelection.ts";
import { samplesOfSource } from "./samplesOfSource.ts";
import type { SourceHeader } from "./sourceHeader.ts";

/** Image of a file, by the metadata of the file. */
export interface ListedSample
  extends Pick<
    ImageSource,
    "format" | "width" | "height" | "channels" | "pixelType" | "channelNames" | "pixelSizeMicrometres"
  > {
  /** Name of the file relative to the folder. */
  readonly file: string;
  /** Unique name: that of the file, with the position in it, such as "stack.tif#z3t0". */
  readonly name: string;
  /** Size of the file in bytes. */
  readonly bytes: number;
  readonly plane?: SamplePlane;
  /** Class, by labels in the file or the row of an index. */
  readonly className?: string;
  /** Split, by the file or the row of an index. */
  readonly split?: string;
  readonly notes?: readonly string[];
}

/** Images of files. */
export interface SampleList {
  readonly samples: readonly ListedSample[];
  /** Files without images, by name, with the reason. */
  readonly faults: ReadonlyMap<string, ImageFault>;
}

/**
 * List the images of files: one of each selected plane or projection, or of each row of an index.
 *
 * @param rows - Rows of an index, by the name of the file. Files without a row are used as they are. @default none
 */
export function listSamples(
  files: readonly IndexedFile[],
  selection: SampleSelection,
  rows?: ReadonlyMap<string, readonly CsvIndexRow[]>,
): SampleList {
  const samples: ListedSample[] = [];
  const faults = new Map<string, ImageFault>();
  const listed = new Map<SourceHeader, HeaderSample[]>();
  for (const file of files) {
    const fault = faultOfFile(file);
    if (fault) {
      faults.set(file.name, fault);
      continue;
    }
    try {
      for (const header of file.headers as readonly SourceHeader[]) {
        const ofFile = rows?.get(file.name);
        if (ofFile) {
          for (const row of ofFile) samples.push(...samplesOfRow(file, header, selection, row));
          continue;
        }
        // Most files of a large set have the same header.
        const ofHeader = listed.get(header) ?? samplesOfHeader(header, selection);
        listed.set(header, ofHeader);
        for (const sample of ofHeader) samples.push(inFile(file, sample));
      }
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      faults.set(file.name, { reason: error.reason, remedy: error.remedy });
    }
  }
  return { samples, faults };
}

/** Image of every file with a header. */
interface HeaderSample {
  readonly suffix: string;
  readonly facts: Omit<ListedSample, "file" | "name" | "bytes">;
}

function samplesOfHeader(header: SourceHeader, selection: SampleSelection): HeaderSample[] {
  const { format, width, height, pixelType, channelNames, pixelSizeMicrometres, classNames, split } = header;
  // The notes of PNG and JPEG files are known when they are decoded.
  const notes = isRasterFormat(format) ? undefined : header.notes;
  return samplesOfSource(header, selection).map(({ suffix, plane, label }) => {
    const channels = plane?.channels;
    const names =
      channelNames && (channels ? channels.map((channel) => channelNames[channel]!) : channelNames);
    const facts = {
      format,
      width,
      height,
      channels: channels?.length ?? header.channels,
      pixelType,
      ...(names && { channelNames: names }),
      ...(pixelSizeMicrometres !== undefined && { pixelSizeMicrometres }),
      ...(plane && { plane }),
      ...(label !== undefined && { className: classNames?.[label] ?? String(label) }),
      ...(split !== undefined && { split }),
      ...(notes && { notes }),
    };
    return { suffix, facts };
  });
}

function inFile({ name, size }: IndexedFile, { suffix, facts }: HeaderSample): ListedSample {
  const { format, width, height, channels, pixelType } = facts;
  const sample = {
    file: name,
    name: suffix === "" ? name : `${name}${suffix}`,
    bytes: size,
    format,
    width,
    height,
    channels,
    pixelType,
  };
  // A large set mostly has the fields above only, and copying others takes several times as long.
  return Object.keys(facts).length > USUAL_FACTS ? Object.assign(sample, facts) : sample;
}

/** Number of fields that every sample has, in addition to its names and bytes. */
const USUAL_FACTS = 5;

/** Return the images of a row: a box, a plane or a channel of the file, or the whole file. */
function samplesOfRow(
  file: IndexedFile,
  header: SourceHeader,
  selection: SampleSelection,
  { label, split, box, z, time, channel }: CsvIndexRow,
): ListedSample[] {
  const ofRow = {
    ...selection,
    ...(z !== undefined && { z }),
    ...(time !== undefined && { time }),
    ...(channel !== undefined && { channels: [/^\d+$/.test(channel) ? Number(channel) : channel] }),
  };
  return samplesOfHeader(header, ofRow).map((ofHeader) => {
    const sample = inFile(file, ofHeader);
    const window = box && wholePixels(box);
    const part = [
      z !== undefined && header.depth > 1 ? `z${z}` : "",
      channel === undefined ? "" : `c${channel}`,
      window ? `x${window.left}y${window.top}w${window.width}h${window.height}` : "",
    ].join("");
    const suffix = part === "" ? "" : `${sample.name === file.name ? "#" : "/"}${part}`;
    return {
      ...sample,
      name: `${sample.name}${suffix}`,
      ...(window && { width: window.width, height: window.height, plane: { ...sample.plane, window } }),
      ...(label !== undefined && { className: label }),
      ...(split !== undefined && { split }),
    };
  });
}

function wholePixels({ left, top, width, height }: PixelWindow): PixelWindow {
  const [x, y] = [Math.floor(left), Math.floor(top)];
  return { left: x, top: y, width: Math.ceil(left + width) - x, height: Math.ceil(top + height) - y };
}
