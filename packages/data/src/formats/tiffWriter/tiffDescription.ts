import { defaultChannelColors, parseChannelColor } from "../../display/channelColors.ts";
import type { ValueRange } from "../../images/valueRange.ts";
import { omeXml } from "./omeXml.ts";
import { asciiField, LITTLE_ENDIAN, rational, type TiffField } from "./tiffFields.ts";
import { isRgb, type TiffOptions, type TiffShape } from "./tiffShape.ts";

/** Return the fields of the first page that describe the whole image: channels, their names, and the pixel size. */
export function descriptionFields(shape: TiffShape, options: TiffOptions): TiffField[] {
  if (options.metadata === "ome") return [asciiField(270, omeXml(shape, options))];
  const ranges = isRgb(shape) ? [] : (options.displayRanges ?? []);
  const luts = imageJLuts(shape, options);
  return [asciiField(270, imageJDescription(shape, ranges)), ...imageJMetadata(shape, ranges, luts)];
}

/** Return the fields of the pixel size: pixels per micrometer for ImageJ, which names the unit itself, else pixels per centimeter. */
export function resolutionFields(
  { pixelSizeMicrometres }: TiffShape,
  { metadata }: TiffOptions,
): TiffField[] {
  const unit = metadata === "ome" ? 3 : 1;
  if (pixelSizeMicrometres === undefined) return [];
  const values = rational((metadata === "ome" ? 1e4 : 1) / pixelSizeMicrometres);
  return [
    { tag: 282, type: "rational", values },
    { tag: 283, type: "rational", values },
    { tag: 296, type: "short", values: [unit] },
  ];
}

/** Text by which ImageJ recognizes its hyperstacks. @see https://imagej.net/ij/developer/source/ij/io/FileSaver.java */
function imageJDescription(shape: TiffShape, ranges: readonly ValueRange[]): string {
  const { channels, pixelSizeMicrometres } = shape;
  const lines = ["ImageJ=1.54f"];
  if (channels > 1 && !isRgb(shape)) {
    lines.push(`images=${channels}`, `channels=${channels}`, "hyperstack=true", "mode=composite");
  }
  if (pixelSizeMicrometres !== undefined) lines.push("unit=micron");
  lines.push("loop=false");
  const [first] = ranges;
  if (first) lines.push(`min=${first[0]}`, `max=${first[1]}`);
  lines.push("");
  return lines.join("\n");
}

/** Entries of ImageJ's metadata of one kind. */
type ImageJEntries = readonly [kind: "rang" | "labl" | "luts", entries: readonly Buffer[]];

/**
 * Return the lookup table of each channel, 256 values of red, then green, then blue, from black to the channel's color. Channels without
 * names and colors have ImageJ's colors.
 */
function imageJLuts(shape: TiffShape, { channelColors }: TiffOptions): Buffer[] {
  const { channels, channelNames } = shape;
  if (channels === 1 || isRgb(shape)) return [];
  const colors = channelColors ?? (channelNames && defaultChannelColors(channels, channelNames));
  if (!colors) return [];
  return Array.from({ length: channels }, (_, channel) => {
    const shares = parseChannelColor(colors[channel] ?? "gray");
    return Buffer.from(
      shares.flatMap((share) => Array.from({ length: 256 }, (_, i) => Math.round(share * i))),
    );
  });
}

/** Fields of ImageJ with the display ranges, the names of the channels as labels of the slices, and the lookup tables. */
function imageJMetadata(
  { channelNames }: TiffShape,
  ranges: readonly ValueRange[],
  luts: readonly Buffer[],
): TiffField[] {
  const word = (text: string): Buffer => {
    const bytes = Buffer.from(text, "latin1");
    return LITTLE_ENDIAN ? bytes.reverse() : bytes;
  };
  const labels = (channelNames ?? []).map((name) => {
    const bytes = Buffer.from(name, "utf16le");
    return LITTLE_ENDIAN ? bytes : bytes.swap16();
  });
  // A single channel has its range in the description.
  const rangeBytes = ranges.length > 1 ? [Buffer.from(Float64Array.from(ranges.flat()).buffer)] : [];
  const kinds = (
    [
      ["rang", rangeBytes],
      ["labl", labels],
      ["luts", luts],
    ] satisfies ImageJEntries[]
  ).filter(([, entries]) => entries.length > 0);
  if (kinds.length === 0) return [];
  const header = [word("IJIJ")];
  for (const [kind, entries] of kinds) {
    const count = Buffer.alloc(4);
    new DataView(count.buffer, count.byteOffset).setUint32(0, entries.length, LITTLE_ENDIAN);
    header.push(word(kind), count);
  }
  const entries = kinds.flatMap(([, ofKind]) => ofKind);
  const bytes = Buffer.concat([...header, ...entries]);
  const headerLength = header.reduce((sum, { length }) => sum + length, 0);
  return [
    { tag: 50838, type: "long", values: [headerLength, ...entries.map(({ length }) => length)] },
    { tag: 50839, type: "byte", values: bytes },
  ];
}
