import { defaultChannelColors, parseChannelColor } from "@cellgen/data";
import type { ChannelHistogram } from "@cellgen/data/node";
import { fitText } from "../svg/svgText.ts";
import type { Picture, Tile } from "./picture.ts";

const BIN_WIDTH = 3;
const PLOT_HEIGHT = 72;
const GAP = 28;
const TITLE_HEIGHT = 22;
const LABEL_HEIGHT = 20;
const GREY: readonly [number, number, number] = [0.32, 0.38, 0.43];

/** Size of the histograms of a sheet in pixels. */
export function histogramSize(
  histograms: readonly ChannelHistogram[],
  width: number,
): { readonly columns: number; readonly height: number } {
  const step = (histograms[0]?.counts.length ?? 0) * BIN_WIDTH + GAP;
  const columns = Math.max(1, Math.floor((width + GAP) / step));
  const rows = Math.ceil(histograms.length / columns);
  return { columns, height: rows * (TITLE_HEIGHT + PLOT_HEIGHT + LABEL_HEIGHT) };
}

/**
 * Draw the histograms of the channels of a set, with counts on a logarithmic scale and the pixel values of both ends.
 *
 * @param colors - Color of each channel. @default as in `displayImage`
 */
export function drawHistograms(
  sheet: Picture,
  histograms: readonly ChannelHistogram[],
  { left, top, columns }: { readonly left: number; readonly top: number; readonly columns: number },
  colors: readonly string[] | undefined,
): void {
  for (const [index, histogram] of histograms.entries()) {
    const { channels, channel, pixelType, name, range, counts } = histogram;
    const width = counts.length * BIN_WIDTH;
    const x = left + (index % columns) * (width + GAP);
    const y = top + Math.floor(index / columns) * (TITLE_HEIGHT + PLOT_HEIGHT + LABEL_HEIGHT);
    const ofSet = histograms.filter((other) => other.channels === channels && other.pixelType === pixelType);
    const names = ofSet.every((other) => other.name !== undefined)
      ? ofSet.map((other) => other.name!)
      : undefined;
    const color =
      colors?.length === channels ? colors[channel]! : defaultChannelColors(channels, names)[channel]!;
    const title = `${name ?? channelTitle(channels, channel)}, ${pixelType}`;
    sheet.text(fitText(title, width, 14), x, y + 14, { size: 14 });
    sheet.tile(histogramTile(counts, barColor(color)), x, y + TITLE_HEIGHT, 1);
    const labels = [rounded(range[0]), rounded(range[1])];
    const below = y + TITLE_HEIGHT + PLOT_HEIGHT + 14;
    sheet.text(labels[0]!, x, below, { size: 12, fill: "#52606d" });
    sheet.text(labels[1]!, x + width, below, { size: 12, fill: "#52606d", anchor: "end" });
  }
}

function channelTitle(channels: number, channel: number): string {
  if (channels === 1) return "pixel values";
  return channels === 3 ? ["red", "green", "blue"][channel]! : `channel ${channel}`;
}

/** White bars would not be seen on white paper. */
function barColor(name: string): readonly [number, number, number] {
  const color = parseChannelColor(name);
  return Math.min(...color) > 0.9 ? GREY : color;
}

/** Draw bars of logarithmic height on a light background. */
function histogramTile(counts: readonly number[], color: readonly [number, number, number]): Tile {
  const most = Math.log1p(Math.max(...counts, 1));
  const width = counts.length * BIN_WIDTH;
  const values = new Float32Array(width * PLOT_HEIGHT * 3).fill(0.9);
  for (let x = 0; x < width; x++) {
    const bar = Math.round((PLOT_HEIGHT * Math.log1p(counts[Math.floor(x / BIN_WIDTH)]!)) / most);
    for (let y = PLOT_HEIGHT - bar; y < PLOT_HEIGHT; y++) {
      for (let c = 0; c < 3; c++) values[(y * width + x) * 3 + c] = 2 * color[c]! - 1;
    }
  }
  return { width, height: PLOT_HEIGHT, channels: 3, values };
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}
