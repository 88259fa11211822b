import { integerLimits, type PixelType } from "../../images/pixelType.ts";
import { type CellgenAttributes, toCellgenAttribute } from "./cellgenAttributes.ts";

/** Version of OME-Zarr that is written. */
export type OmeZarrVersion = "0.4" | "0.5";

/** What the attributes of an image state. */
export interface ImageDescription extends CellgenAttributes {
  readonly version: OmeZarrVersion;
  readonly name: string;
  readonly channels: number;
  readonly pixelType: PixelType;
  readonly channelNames?: readonly string[] | undefined;
  /** Display colors as "#rrggbb". */
  readonly channelColors?: readonly string[] | undefined;
  readonly pixelSizeMicrometres?: number | undefined;
}

/** Colors of channels without one: gray alone, then blue, green, red and others, as Fiji's composites. */
const COLOURS = ["0000FF", "00FF00", "FF0000", "FFFFFF", "00FFFF", "FF00FF", "FFFF00", "FF8000"];

/** Build the attributes of an OME-Zarr image with the axes t, c, z, y, x and one level. */
export function omeAttributes(image: ImageDescription): Record<string, unknown> {
  const { version, name, channels, pixelType, channelNames, channelColors, pixelSizeMicrometres, ranges } =
    image;
  const space = pixelSizeMicrometres === undefined ? {} : { unit: "micrometer" };
  const size = pixelSizeMicrometres ?? 1;
  const multiscales = [
    {
      ...(version === "0.4" && { version }),
      name,
      axes: [
        { name: "t", type: "time" },
        { name: "c", type: "channel" },
        { name: "z", type: "space" },
        { name: "y", type: "space", ...space },
        { name: "x", type: "space", ...space },
      ],
      datasets: [{ path: "0", coordinateTransformations: [{ type: "scale", scale: [1, 1, 1, size, size] }] }],
    },
  ];
  const [min, max] = integerLimits(pixelType) ?? [0, 1];
  const omero = {
    channels: Array.from({ length: channels }, (_, channel) => {
      const [start, end] = ranges?.[channel] ?? [min, max];
      return {
        label: channelNames?.[channel] ?? `Channel ${channel}`,
        color: (channelColors?.[channel] ?? defaultColour(channel, channels)).replace(/^#/, "").toUpperCase(),
        active: true,
        window: { min: Math.min(min, start), max: Math.max(max, end), start, end },
      };
    }),
    rdefs: { model: channels === 1 ? "greyscale" : "color" },
  };
  const cellgen = toCellgenAttribute({
    hasImageAxis: image.hasImageAxis,
    ...(image.labels && { labels: image.labels }),
    ...(image.classNames && { classNames: image.classNames }),
    ...(ranges && { ranges }),
  });
  const ome = { multiscales, ...(channelNames && { omero }) };
  const own = Object.keys(cellgen).length > 0 ? { cellgen } : {};
  return version === "0.4" ? { ...ome, ...own } : { ome: { version, ...ome }, ...own };
}

function defaultColour(channel: number, channels: number): string {
  return channels === 1 ? "FFFFFF" : COLOURS[channel % COLOURS.length]!;
}
