import type { PixelArray, PixelWindow } from "@cellgen/filters";
import { integerLimits, newPixels, pixelTypeOf } from "../../../images/pixelType.ts";
import type { PageColours } from "./pageColours.ts";
import type { PageLayout } from "./pageLayout.ts";
import { pageSegments, type Segment } from "./pageSegments.ts";
import { applyPalette } from "./palette.ts";
import { type Output, readSamples, type SampleTarget } from "./readSamples.ts";
import { sampleType } from "./sampleType.ts";
import type { SegmentCache } from "./segmentCache.ts";

/** Page with the meaning of its samples. */
export interface Page {
  readonly layout: PageLayout;
  readonly colours: PageColours;
}

/** Part of a page that was checked against the file, and can be decoded. */
export interface PagePart {
  readonly page: Page;
  readonly window: PixelWindow;
  /** Channels of the page to decode, and their channels in the output. */
  readonly targets: readonly SampleTarget[];
  /** Segments of each group of samples that are stored together. */
  readonly groups: readonly { readonly segments: readonly Segment[]; readonly samples: readonly number[] }[];
}

/**
 * Find the strips or tiles of a part of a page, and check them against the file's size. No memory for pixels is allocated.
 *
 * @param targets - Channels of the page and their channels in the output.
 */
export async function planPagePart(
  page: Page,
  window: PixelWindow,
  targets: readonly SampleTarget[],
): Promise<PagePart> {
  const { layout, colours } = page;
  const { palette, alpha } = colours;
  const ofChannels = palette ? [0] : targets.map(({ sample }) => channelSample(colours, sample));
  const samples = alpha && !alpha.isPremultiplied ? [...ofChannels, alpha.sample] : ofChannels;
  const distinct = [...new Set(samples)];
  const groups = layout.isPlanar
    ? await Promise.all(
        distinct.map(async (sample) => ({
          segments: await pageSegments(layout, window, sample),
          samples: [sample],
        })),
      )
    : [{ segments: await pageSegments(layout, window, 0), samples: distinct }];
  return { page, window, targets, groups };
}

/** Sample of a channel: the opacity is none. */
function channelSample({ alpha }: PageColours, channel: number): number {
  return alpha && channel >= alpha.sample ? channel + 1 : channel;
}

/** Decode a part of a page into the output, of the page's pixel type. */
export async function decodePagePart(part: PagePart, output: Output, cache: SegmentCache): Promise<void> {
  const { page, window, targets } = part;
  const { layout, colours } = page;
  const { palette, alpha } = colours;
  if (!palette && (!alpha || alpha.isPremultiplied)) {
    const direct = targets.map(({ sample, channel }) => ({
      sample: channelSample(colours, sample),
      channel,
    }));
    await readGroups(part, direct, output, cache);
    adjustValues(output.data, targets, output.channels, page);
    return;
  }
  const pixels = window.width * window.height;
  const stored = [...new Set(part.groups.flatMap(({ samples }) => samples))];
  const raw = newPixels(sampleType(layout), pixels * stored.length);
  const places = stored.map((sample, channel) => ({ sample, channel }));
  await readGroups(part, places, { data: raw, channels: stored.length, window }, cache);
  const values = palette
    ? applyPalette(
        raw,
        palette,
        targets.map(({ sample }) => sample),
        alpha !== undefined,
      )
    : overBlack(
        raw,
        stored.length,
        targets.map(({ sample }) => stored.indexOf(channelSample(colours, sample))),
        stored.indexOf(alpha!.sample),
      );
  targets.forEach(({ channel }, i) => {
    for (let pixel = 0; pixel < pixels; pixel++) {
      output.data[pixel * output.channels + channel] = values[pixel * targets.length + i]!;
    }
  });
  if (!palette) adjustValues(output.data, targets, output.channels, page);
}

async function readGroups(
  { groups, page }: PagePart,
  targets: readonly SampleTarget[],
  output: Output,
  cache: SegmentCache,
): Promise<void> {
  for (const { segments, samples } of groups) {
    const wanted = targets
      .filter(({ sample }) => samples.includes(sample))
      .map(({ sample, channel }) => ({ sample: page.layout.isPlanar ? 0 : sample, channel }));
    await readSamples(page.layout, segments, wanted, output, cache);
  }
}

/** Composite pixels that are not premultiplied over black. */
function overBlack(raw: PixelArray, stride: number, channels: readonly number[], alpha: number): PixelArray {
  const type = pixelTypeOf(raw);
  const full = integerLimits(type)?.[1];
  const out = newPixels(type, (raw.length / stride) * channels.length);
  let o = 0;
  for (let i = 0; i < raw.length; i += stride) {
    const opacity = raw[i + alpha]! / (full ?? 1);
    for (const channel of channels) {
      const value = raw[i + channel]! * opacity;
      out[o++] = full === undefined ? value : Math.round(value);
    }
  }
  return out;
}

/** Scale samples of less than 8 bits, and invert those in which larger is darker. */
function adjustValues(
  data: PixelArray,
  targets: readonly SampleTarget[],
  channels: number,
  { layout, colours }: Page,
): void {
  const { scale, isInverted } = colours;
  if (scale === 1 && !isInverted) return;
  const { sampleFormat, bits } = layout;
  // Sum of a value and its inverse.
  const sum = sampleFormat === "uint" ? 2 ** bits - 1 : sampleFormat === "int" ? -1 : 0;
  for (const { channel } of targets) {
    for (let i = channel; i < data.length; i += channels) {
      const value = isInverted ? sum - data[i]! : data[i]!;
      data[i] = value * scale;
    }
  }
}
