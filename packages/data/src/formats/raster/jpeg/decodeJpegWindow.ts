import type { PixelWindow } from "@cellgen/filters";
import { EntropyDecoder } from "./entropyDecoder.ts";
import { inverseDct } from "./inverseDct.ts";
import type { JpegComponent, JpegHeader } from "./jpegHeader.ts";
import { ScanIndex } from "./scanIndex.ts";
import type { SamplePlane } from "./upsampledRow.ts";
import { windowPixels } from "./windowPixels.ts";
import { unitCounts, unitsOfWindow, type WindowUnits } from "./windowUnits.ts";

/** Options of {@link decodeJpegWindow}. */
export interface JpegWindowOptions {
  /** Places at which reading can begin; receives those that the window adds. @default the start of the scan */
  readonly index?: ScanIndex;
  /** Position in the file of the first of the bytes. @default 0 */
  readonly start?: number;
}

/**
 * Decode a part of a JPEG file in the calling thread, with the values of libjpeg. All coefficients from the last known place before the window to
 * its end are read, but only those near it are transformed.
 *
 * @param bytes - Content of the file, or the part of it that `bytesOfWindow` returns.
 * @param window - Must lie inside the image.
 * @returns Values `[height, width, 1 or 3]`; undefined if the data that are read are damaged.
 */
export function decodeJpegWindow(
  bytes: Uint8Array,
  header: JpegHeader,
  window: PixelWindow,
  { index = scanIndex(header), start = 0 }: JpegWindowOptions = {},
): Uint8Array | undefined {
  const { width, height, components } = header;
  const [first] = components as [JpegComponent];
  const units = unitsOfWindow(header, window);
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
  return readUnits({ bytes, start, index }, header, { units, window }, planes)
    ? windowPixels(planes, window)
    : undefined;
}

/** Create an index that has only the start of the scan. */
export function scanIndex(header: JpegHeader): ScanIndex {
  const { across, down } = unitCounts(header);
  return new ScanIndex(across * down, header.components.length, header.scan);
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
  const blocks: UnitBlock[] = [];
  for (const [component, { columns, rows, dc, ac, quantization }] of components.entries()) {
    const plane = planes[component]!;
    const [unitWidth, unitHeight] = [8 * columns, 8 * rows];
    for (let y = 0; y < unitHeight; y += 8) {
      for (let x = 0; x < unitWidth; x += 8)
        blocks.push({ component, dc, ac, quantization, plane, unitWidth, unitHeight, x, y });
    }
  }
  return blocks;
}

/** Read the minimum coded units up to the last one that is needed, and transform those needed. @returns Whether the data are intact. */
function readUnits(
  { bytes, start, index }: Required<JpegWindowOptions> & { readonly bytes: Uint8Array },
  header: JpegHeader,
  {
    units: { left, right, top, bottom },
    window,
  }: { readonly units: WindowUnits; readonly window: PixelWindow },
  planes: readonly SamplePlane[],
): boolean {
  const { components, restartInterval } = header;
  const decoder = new EntropyDecoder(bytes);
  const blocks = blocksOfUnit(components, planes);
  const { across } = unitCounts(header);
  const predicted = new Int32Array(components.length);
  const coefficients = new Int32Array(64);
  let unit = -1;
  for (let y = top; y <= bottom; y++) {
    const row = y * across;
    const known = index.unitBefore(row + left);
    let isRestarted = known > unit;
    if (isRestarted) {
      unit = known;
      decoder.seek(index.position(unit) - 8 * start);
      for (let k = 0; k < predicted.length; k++) predicted[k] = index.predicted(unit, k);
    }
    for (; unit <= row + right; unit++) {
      if (restartInterval > 0 && !isRestarted && unit % restartInterval === 0) {
        decoder.restart(unit / restartInterval - 1);
        predicted.fill(0);
      }
      isRestarted = false;
      if (index.lacks(unit)) index.add(unit, decoder.position + 8 * start, predicted);
      if (unit < row + left) {
        for (const { component, dc, ac } of blocks) predicted[component]! += decoder.skipBlock(dc, ac);
      } else {
        for (const block of blocks) {
          const { component, dc, ac, quantization, plane } = block;
          const [column, line] = [block.unitWidth * (unit - row) + block.x, block.unitHeight * y + block.y];
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
    }
  }
  return true;
}

/** Whether a block of 8x8 pixels has a part in a window. */
function isIn({ left, top, width, height }: PixelWindow, column: number, line: number): boolean {
  return column + 8 > left && column < left + width && line + 8 > top && line < top + height;
}
