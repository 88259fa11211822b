import { omeXml } from "./omeXml.ts";
import { asciiField, LITTLE_ENDIAN, rational, type TiffField } from "./tiffFields.ts";
import { isRgb, type TiffOptions, type TiffShape } from "./tiffShape.ts";

/** Return the fields of the first page that describe the whole image: channels, their names, and the pixel size. */
export function descriptionFields(shape: TiffShape, options: TiffOptions): TiffField[] {
  if (options.metadata === "ome") return [asciiField(270, omeXml(shape, options))];
  return [asciiField(270, imageJDescription(shape)), ...imageJMetadata(shape)];
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
function imageJDescription(shape: TiffShape): string {
  const { channels, pixelSizeMicrometres } = shape;
  const lines = ["ImageJ=1.54f"];
  if (channels > 1 && !isRgb(shape)) {
    lines.push(`images=${channels}`, `channels=${channels}`, "hyperstack=true", "mode=composite");
  }
  if (pixelSizeMicrometres !== undefined) lines.push("unit=micron");
  lines.push("loop=false", "");
  return lines.join("\n");
}

/** Fields of ImageJ with the names of the channels, as labels of the slices. */
function imageJMetadata({ channelNames }: TiffShape): TiffField[] {
  if (!channelNames) return [];
  const word = (text: string): Buffer => {
    const bytes = Buffer.from(text, "latin1");
    return LITTLE_ENDIAN ? bytes.reverse() : bytes;
  };
  const count = Buffer.alloc(4);
  new DataView(count.buffer, count.byteOffset).setUint32(0, channelNames.length, LITTLE_ENDIAN);
  const header = Buffer.concat([word("IJIJ"), word("labl"), count]);
  const labels = channelNames.map((name) => {
    const bytes = Buffer.from(name, "utf16le");
    return LITTLE_ENDIAN ? bytes : bytes.swap16();
  });
  return [
    { tag: 50838, type: "long", values: [header.length, ...labels.map((label) => label.length)] },
    { tag: 50839, type: "byte", values: Buffer.concat([header, ...labels]) },
  ];
}
