import { defaultChannelColors, parseChannelColor } from "../../display/channelColors.ts";
import type { PixelType } from "../../images/pixelType.ts";
import { isRgb, type TiffOptions, type TiffShape } from "./tiffShape.ts";

const NAMESPACE = "http://www.openmicroscopy.org/Schemas/OME/2016-06";

/** Pixel types of OME that have another name. */
const OME_TYPES: Partial<Record<PixelType, string>> = { float32: "float", float64: "double" };

/**
 * Describe an image as OME-XML: type, channels with names and colors, and pixel size. Characters outside of ASCII are escaped.
 *
 * @see https://docs.openmicroscopy.org/ome-model/6.2.2/ome-tiff/specification.html
 */
export function omeXml(shape: TiffShape, { channelColors }: TiffOptions = {}): string {
  const { width, height, channels, pixelType, channelNames, pixelSizeMicrometres: size } = shape;
  const rgb = isRgb(shape);
  const pixels = attributes({
    ID: "Pixels:0",
    DimensionOrder: "XYCZT",
    Type: OME_TYPES[pixelType] ?? pixelType,
    SizeX: width,
    SizeY: height,
    SizeC: channels,
    SizeZ: 1,
    SizeT: 1,
    ...(rgb ? { Interleaved: "true" } : {}),
    ...(size === undefined
      ? {}
      : { PhysicalSizeX: size, PhysicalSizeXUnit: "µm", PhysicalSizeY: size, PhysicalSizeYUnit: "µm" }),
  });
  const colors = channelColors ?? defaultChannelColors(channels, channelNames);
  const channelElements = rgb
    ? [`<Channel ${attributes({ ID: "Channel:0:0", SamplesPerPixel: 3 })}/>`]
    : Array.from({ length: channels }, (_, channel) => {
        const name = channelNames?.[channel];
        const facts = attributes({
          ID: `Channel:0:${channel}`,
          ...(name === undefined ? {} : { Name: name }),
          SamplesPerPixel: 1,
          Color: omeColor(colors[channel] ?? "gray"),
        });
        return `<Channel ${facts}/>`;
      });
  const planes = Array.from(
    { length: rgb ? 1 : channels },
    (_, plane) =>
      `<TiffData ${attributes({ IFD: plane, FirstC: plane, FirstZ: 0, FirstT: 0, PlaneCount: 1 })}/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<OME xmlns="${NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${NAMESPACE} ${NAMESPACE}/ome.xsd" Creator="cellgen">`,
    `<Image ID="Image:0"><Pixels ${pixels}>${channelElements.join("")}${planes.join("")}</Pixels></Image></OME>`,
  ].join("");
}

/** Return a color as a signed 32-bit integer of red, green, blue and opacity. */
function omeColor(color: string): number {
  const [red, green, blue] = parseChannelColor(color).map((share) => Math.round(255 * share));
  return (red! << 24) | (green! << 16) | (blue! << 8) | 255;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escaped(String(value))}"`)
    .join(" ");
}

/** Escape text for an attribute. Control characters, which XML does not allow, become spaces. */
function escaped(text: string): string {
  return text
    .replace(/\p{Cc}/gu, " ")
    .replace(/[&<>"]|[^ -~]/gu, (character) => `&#${character.codePointAt(0)};`);
}
