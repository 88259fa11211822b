import {
  type CellImage,
  cropImage,
  type FieldSource,
  type ImageSize,
  imageProcessor,
  measureRanges,
  type NoisyImage,
  readCrop,
} from "@cellgen/data";
import type { PixelWindow } from "@cellgen/filters";
import type { ImageDenoiser } from "./createImageDenoiser.ts";
import { type DenoisedCellImage, type DenoiseImageOptions, denoiseImage } from "./denoiseImage.ts";
import { windowOverlap } from "./windowOverlap.ts";

/** Options of `denoiseField`. */
export interface DenoiseFieldOptions
  extends Pick<DenoiseImageOptions, "noise" | "class" | "inputRanges" | "signal" | "onProgress"> {
  /**
   * Called with each part of the result and awaited: squares of `side` pixels row by row, smaller at the right and lower edge.
   */
  readonly write: (part: CellImage, place: { readonly left: number; readonly top: number }) => Promise<void>;
  /** Side of the parts in pixels. Memory grows with its square. @default 1024 for one channel, 512 for several */
  readonly side?: number | undefined;
}

/**
 * Denoise a field that is larger than memory, part by part: the estimate of minimum expected squared error.
 *
 * The windows of the network lie on one grid for all parts, and each part is computed with a margin, so that there are no seams: of one window, or
 * of two around clipped pixels, because these are estimated first.
 *
 * Unlike in `denoiseImage`, the last windows of a row or column reach beyond the edge, where the field is mirrored.
 *
 * @param overview - Sample of the field's pixels, such as some windows of it side by side. The noise is estimated from it, and the checks are
 *   made with it.
 * @returns Result of denoising the overview.
 * @throws As `denoiseImage`, and errors of `field.read` and `write`.
 */
export async function denoiseField(
  denoiser: ImageDenoiser,
  field: FieldSource,
  overview: CellImage,
  { write, onProgress, side = overview.channels === 1 ? 1024 : 512, ...options }: DenoiseFieldOptions,
): Promise<DenoisedCellImage> {
  const {
    noise = { kind: "auto" },
    inputRanges = measureRanges([overview]),
    class: ofClass,
    signal,
  } = options;
  const { card } = denoiser.model;
  const pixels = field.width * field.height + overview.width * overview.height;
  let done = 0;
  const report = (share: number, ofPixels: number): void => onProgress?.((done + share * ofPixels) / pixels);
  const sampled = overview.width * overview.height;
  const result = await denoiseImage(denoiser, overview, {
    ...options,
    inputRanges,
    onProgress: (share) => report(share, sampled),
  });
  done = sampled;
  const toNoisy =
    result.noisy.noise === 0
      ? undefined
      : imageProcessor(card).noisyParts(overview, noise, { inputs: inputRanges });
  if (!Number.isInteger(side) || side < 1) {
    throw new RangeError(`denoiseField: side must be a positive integer, got ${side}.`);
  }
  for (let top = 0; top < field.height; top += side) {
    for (let left = 0; left < field.width; left += side) {
      signal?.throwIfAborted();
      const core = {
        left,
        top,
        width: Math.min(field.width, left + side) - left,
        height: Math.min(field.height, top + side) - top,
      };
      const ofPart = {
        class: ofClass,
        signal,
        onProgress: (share: number) => report(share, core.width * core.height),
      };
      let place = withMargin(core, 2, field, card);
      let part = await readCrop(field, { window: place, size: [place.height, place.width] });
      if (toNoisy) {
        let noisy = toNoisy(part);
        if (noisy.clippedShare === 0) {
          const smaller = withMargin(core, 1, field, card);
          part = cropImage(part, inside(smaller, place));
          place = smaller;
          noisy = toNoisy(part);
        }
        part = await denoisePart(denoiser, noisy, ofPart);
      }
      await write(cropImage(part, inside(core, place)), { left, top });
      done += core.width * core.height;
      report(0, 0);
    }
  }
  return result;
}

async function denoisePart(
  denoiser: ImageDenoiser,
  { fields, fieldNoise, limits, fromFields }: NoisyImage,
  {
    class: ofClass,
    signal,
    onProgress,
  }: Pick<DenoiseImageOptions, "class" | "onProgress"> & { readonly signal: AbortSignal | undefined },
): Promise<CellImage> {
  const estimates: Float32Array[] = [];
  for (const [index, field] of fields.entries()) {
    const { estimate } = await denoiser.denoise(field, {
      noise: fieldNoise[index]!,
      mode: "mean",
      class: ofClass,
      ...(limits ? { limits } : {}),
      ...(signal ? { signal } : {}),
      onProgress: ({ calls, totalCalls }) => onProgress?.((index + calls / totalCalls) / fields.length),
    });
    estimates.push(estimate.values);
  }
  return fromFields(estimates);
}

/**
 * Return the place of a part with a margin of windows of the network, which lie at multiples of their distance from the beginning of the field. It
 * may reach beyond the field.
 */
function withMargin(
  { left, top, width, height }: PixelWindow,
  windows: number,
  field: ImageSize,
  size: ImageSize,
): PixelWindow {
  const overlap = windowOverlap([size.height, size.width]);
  const axis = (start: number, end: number, length: number, window: number): readonly [number, number] => {
    const stride = window - overlap;
    const from = Math.max(0, Math.floor((start - windows * window) / stride) * stride);
    const to = Math.min(end + windows * window, length);
    return [from, Math.max(0, Math.ceil((to - from - window) / stride)) * stride + window];
  };
  const [x, across] = axis(left, left + width, field.width, size.width);
  const [y, down] = axis(top, top + height, field.height, size.height);
  return { left: x, top: y, width: across, height: down };
}

/** Return the place of a part relative to a larger one. */
function inside({ left, top, width, height }: PixelWindow, outer: PixelWindow): PixelWindow {
  return { left: left - outer.left, top: top - outer.top, width, height };
}
