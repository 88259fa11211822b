import type { PixelWindow } from "@cellgen/filters";
import { EntropyDecoder } from "./entropyDecoder.ts";
import { inverseDct } from "./inverseDct.ts";
import type { JpegComponent, JpegHeader } from "./jpegHeader.ts";
import { rowOfSamples, type SamplePlane } from "./upsampledRow.ts";

/**
 * Decode a part of a JPEG file in the calling thread, with the values of libjpeg. All coefficients before the end of the window are read, but only
 * those near it are transformed.
 *
 * @param window - Must lie inside the image.
 * @returns Values `[height, width, 1 or 3]`; undefined if the data up to the end of the window are damaged.
 */
export function decodeJpegWindow(
  bytes: Uint8Array,
  header: JpegHeader,
  window: PixelWindow,
): Uint8Array | undefined {
  const { width, height, components } = header;
  const [first] = components as [JpegComponent];
  const [unitWidth, unitHeight] = [8 * first.columns, 8 * first.rows];
  // A neighbor on each side is needed to upsample colors.
  const units = {
    left: Math.floor(Math.max(0, window.left - 2) / unitWidth),
    right: Math.floor(Math.min(width - 1, window.left + window.width + 1) / unitWidth),
    top: Math.floor(Math.max(0, window.top - 2) / unitHeight),
    bottom: Math.floor(Math.min(height - 1, window.top + window.height + 1) / unitHeight),
  };
  const planes = components.map(({ columns, rows }): SamplePlane => {
    const stride = 8 * columns * (units.right - units.left + 1);
    return {
      samples: new Uint8ClampedArray(stride * 8 * rows * (units.bottom - units.top + 1)),
      stride,
      left: 8 * columns * units.left,
      top: 8 * rows * units.top,
      width: Math.ceil((width * columns) / first.columns),
      height: Math.ceil((height * rows) / first.rows),
      scaleX: first.columns / columns,
      scaleY: first.rows / rows,
    };
  });
  if (!readUnits(bytes, header, { units, window }, planes)) return undefined;
  return planes.length === 1 ? grayPixels(planes[0]!, window) : colorPixels(planes, window);
}

interface Units {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Block of a minimum coded unit. */
interface UnitBlock {
  readonly component: number;
  readonly dc: JpegComponent["dc"];
  readonly ac: JpegComponent["ac"];
  readonly quantization: Uint16Array;
  readonly plane: SamplePlane;
  /** Size of the unit in samples of the component, and position of the block in it. */
  readonly unitWidth: number;
  readonly unitHeight: number;
  readonly x: number;
  readonly y: number;
}

function blocksOfUnit(components: readonly JpegComponent[], planes: readonly SamplePlane[]): UnitBlock[] {
  return components.flatMap(({ columns, rows, dc, ac, quantization }, component) =>
    Array.from({ length: columns * rows }, (_, k) => ({
      ...{ component, dc, ac, quantization },
      plane: planes[component]!,
      ...{ unitWidth: 8 * columns, unitHeight: 8 * rows },
      ...{ x: 8 * (k % columns), y: 8 * Math.floor(k / columns) },
    })),
  );
}

/** Read the minimum coded units up to the last one that is needed, and transform those needed. @returns Whether the data are intact. */
function readUnits(
  bytes: Uint8Array,
  { width, components, restartInterval, scan }: JpegHeader,
  { units: { left, right, top, bottom }, window }: { readonly units: Units; readonly window: PixelWindow },
  planes: readonly SamplePlane[],
): boolean {
  const decoder = new EntropyDecoder(bytes, scan);
  const blocks = blocksOfUnit(components, planes);
  const across = Math.ceil(width / (8 * components[0]!.columns));
  const last = bottom * across + right;
  const predicted = new Int32Array(components.length);
  const coefficients = new Int32Array(64);
  for (let unit = 0, x = 0, y = 0; unit <= last; unit++) {
    if (restartInterval > 0 && unit > 0 && unit % restartInterval === 0) {
      decoder.restart(unit / restartInterval - 1);
      predicted.fill(0);
    }
    if (y < top || x < left || x > right) {
      for (const { component, dc, ac } of blocks) predicted[component]! += decoder.skipBlock(dc, ac);
    } else {
      for (const block of blocks) {
        const { component, dc, ac, quantization, plane } = block;
        const [column, line] = [block.unitWidth * x + block.x, block.unitHeight * y + block.y];
        // Only colors are interpolated.
        if (plane.scaleX === 1 && plane.scaleY === 1 && !isIn(window, column, line)) {
          predicted[component]! += decoder.skipBlock(dc, ac);
          continue;
        }
        coefficients.fill(0);
        predicted[component]! += decoder.readBlock(dc, ac, quantization, coefficients);
        coefficients[0] = predicted[component]! * quantization[0]!;
        const at = (line - plane.top) * plane.stride + column - plane.left;
        inverseDct(coefficients, decoder.columns, plane.samples, at, plane.stride);
      }
    }
    if (decoder.isDamaged) return false;
    if (++x === across) {
      x = 0;
      y++;
    }
  }
  return true;
}

/** Whether a block of 8x8 pixels has a part in a window. */
function isIn({ left, top, width, height }: PixelWindow, column: number, line: number): boolean {
  return column + 8 > left && column < left + width && line + 8 > top && line < top + height;
}

function grayPixels({ samples, stride, left, top }: SamplePlane, window: PixelWindow): Uint8Array {
  const pixels = new Uint8Array(window.width * window.height);
  for (let y = 0; y < window.height; y++) {
    const from = (window.top + y - top) * stride + window.left - left;
    pixels.set(samples.subarray(from, from + window.width), y * window.width);
  }
  return pixels;
}

/** Fixed-point factors of ITU-T T.871, as in libjpeg. */
const fixed = (value: number): number => Math.floor(value * 65536 + 0.5);
const [RED_OF_CR, GREEN_OF_CB, GREEN_OF_CR, BLUE_OF_CB] = [1.402, 0.34414, 0.71414, 1.772].map(fixed) as [
  number,
  number,
  number,
  number,
];
const HALF = 1 << 15;

function colorPixels(planes: readonly SamplePlane[], window: PixelWindow): Uint8Array {
  const { width, height } = window;
  const pixels = new Uint8ClampedArray(width * height * 3);
  const [light, blue, red] = planes.map(() => new Uint8Array(width)) as [Uint8Array, Uint8Array, Uint8Array];
  for (let y = 0, o = 0; y < height; y++) {
    const [left, row] = [window.left, window.top + y];
    rowOfSamples(planes[0]!, left, row, light);
    rowOfSamples(planes[1]!, left, row, blue);
    rowOfSamples(planes[2]!, left, row, red);
    for (let x = 0; x < width; x++, o += 3) {
      const l = light[x]!;
      const cb = blue[x]! - 128;
      const cr = red[x]! - 128;
      pixels[o] = l + ((RED_OF_CR * cr + HALF) >> 16);
      pixels[o + 1] = l + ((HALF - GREEN_OF_CB * cb - GREEN_OF_CR * cr) >> 16);
      pixels[o + 2] = l + ((BLUE_OF_CB * cb + HALF) >> 16);
    }
  }
  return new Uint8Array(pixels.buffer);
}
