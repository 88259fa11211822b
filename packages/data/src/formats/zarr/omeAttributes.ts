import { defaultChannelColors, parseChannelColor } from "../../display/channelColors.ts";
import { integerLimits, type PixelType } from "../../images/pixelType.ts";
import type { ValueRange } from "../../images/valueRange.ts";
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
  /** Display colors, as names or "#rrggbb". @default by the names of stains, see `defaultChannelColors` */
  readonly channelColors?: readonly string[] | undefined;
  /** Minimum and maximum of the values of each channel: the display range of channels without an entry in `ranges`, except in 8 bits. */
  readonly extremes?: readonly ValueRange[] | undefined;
  readonly pixelSizeMicrometres?: number | undefined;
}

/**
 * Build the attributes of an OME-Zarr image with the axes t, c, z, y, x and one level.
 *
 * Colors and display ranges are written unless a single channel has no name, color or range. Channels without names have no label, which
 * is optional.
 *
 * @see https://ngff.openmicroscopy.org/0.4/#omero-md
 */
export function omeAttributes(image: ImageDescription): Record<string, unknown> {
  const { version, name, channels, channelNames, channelColors, pixelSizeMicrometres, ranges } = image;
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
  const cellgen = toCellgenAttribute({
    hasImageAxis: image.hasImageAxis,
    ...(image.labels && { labels: image.labels }),
    ...(image.classNames && { classNames: image.classNames }),
    ...(ranges && { ranges }),
  });
  const hasDisplay = channels > 1 || channelNames || channelColors || ranges;
  const ome = { multiscales, ...(hasDisplay && { omero: omeroOf(image) }) };
  const own = Object.keys(cellgen).length > 0 ? { cellgen } : {};
  return version === "0.4" ? { ...ome, ...own } : { ome: { version, ...ome }, ...own };
}

/** Build the display settings of the channels. */
function omeroOf(image: ImageDescription): Record<string, unknown> {
  const { channels, pixelType, channelNames, ranges, extremes } = image;
  const colors = image.channelColors ?? defaultChannelColors(channels, channelNames);
  const full = integerLimits(pixelType);
  const isByte = full !== undefined && full[1] - full[0] === 255;
  return {
    channels: Array.from({ length: channels }, (_, channel) => {
      const [start, end] = ranges?.[channel] ?? (isByte ? full : (extremes?.[channel] ?? full ?? [0, 1]));
      const [min, max] = full ?? extremes?.[channel] ?? [0, 1];
      return {
        ...(channelNames && { label: channelNames[channel] }),
        color: omeroColor(colors[channel]!),
        active: true,
        window: { min: Math.min(min, start), max: Math.max(max, end), start, end },
      };
    }),
    rdefs: { model: channels === 1 ? "greyscale" : "color" },
  };
}

/** Return a color as RRGGBB. */
function omeroColor(color: string): string {
  return parseChannelColor(color)
    .map((share) =>
      Math.round(255 * share)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")
    .toUpperCase();
}
