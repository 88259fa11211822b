import type { Denoiser } from "@cellgen/samplers";
import { type AxisWindows, axisWindows } from "./axisWindows.ts";

export interface TiledDenoiserOptions {
  /** Size of the images to denoise. Height and width must be at least those of a window. */
  readonly field: readonly [height: number, width: number, channels: number];
  /** Size of the windows: the images that the denoiser takes. */
  readonly size: readonly [height: number, width: number];
  /** Minimum overlap of neighboring windows in pixels, at least 1 and less than both sides of `size`. */
  readonly overlap: number;
  /** Number of windows per call of the denoiser. Batches are always full. */
  readonly batchSize: number;
  /** Called after each batch of windows and awaited. An exception thrown by it stops denoising. */
  onWindows?(done: number, total: number): void | Promise<void>;
  /** Stops denoising with `signal.reason`, after the current call of the denoiser. */
  readonly signal?: AbortSignal;
}

/**
 * Extend a denoiser of small images to larger fields by blending its outputs on overlapping windows. Any sampler can then run on a field.
 *
 * `output = Σ_k w_k output_k / Σ_k w_k`, `w_k(y, x) = sin²(π (y + ½) / height) sin²(π (x + ½) / width)` inside window k
 *
 * The weights fall to almost zero at a window's border, where the network has the least context, and blending is done at every step of the
 * sampler. So there are no seams. The result is the same for every prediction type (noise, image or velocity), since each is a linear
 * combination of the others and the field. For a denoiser that treats every pixel alike, the result is bitwise equal to that without windows.
 *
 * @param denoiser - Takes batches of `batchSize` windows `[…size, channels]`.
 * @returns A denoiser of batches of fields.
 * @throws RangeError if an option is out of range, or the field is smaller than a window; when called, if x_t does not hold complete fields.
 */
export function tiledDenoiser(denoiser: Denoiser, options: TiledDenoiserOptions): Denoiser {
  const { field, size, overlap, batchSize, onWindows, signal } = options;
  const [fieldHeight, fieldWidth, channels] = field;
  const [height, width] = size;
  if (![height, width].every((side) => Number.isSafeInteger(side) && side >= 2)) {
    throw new RangeError(`tiledDenoiser: size must be integers of at least 2, got ${height} x ${width}.`);
  }
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`tiledDenoiser: batchSize must be an integer of at least 1, got ${batchSize}.`);
  }
  if (!Number.isInteger(overlap) || overlap < 1 || overlap >= Math.min(height, width)) {
    throw new RangeError(
      `tiledDenoiser: overlap must be an integer in 1…${Math.min(height, width) - 1} for windows of ${height} x ${width}, got ${overlap}.`,
    );
  }

  if (fieldHeight < height || fieldWidth < width) {
    throw new RangeError(
      `tiledDenoiser: field must be at least ${height} x ${width}, got ${fieldHeight} x ${fieldWidth}. Pad it by mirroring first.`,
    );
  }
  const rows = axisWindows(fieldHeight, height, overlap);
  const columns = axisWindows(fieldWidth, width, overlap);
  const imageSize = fieldHeight * fieldWidth * channels;
  const windowSize = height * width * channels;

  return async (xt, t) => {
    const images = xt.length / imageSize;
    if (!Number.isInteger(images)) {
      throw new RangeError(
        `tiledDenoiser: xt must hold complete fields of ${field.join(" x ")}, got ${xt.length} values.`,
      );
    }
    const blended = new Float64Array(xt.length);
    const total = images * rows.starts.length * columns.starts.length;

    for (let done = 0; done < total; done += batchSize) {
      signal?.throwIfAborted();
      const places = Array.from({ length: Math.min(batchSize, total - done) }, (_, k) =>
        placeOf(done + k, rows, columns, imageSize),
      );
      const batch = new Float32Array(batchSize * windowSize);
      // The last window is repeated to fill the last batch.
      for (let k = 0; k < batchSize; k++) {
        const window = batch.subarray(k * windowSize, (k + 1) * windowSize);
        cut(
          { values: xt, width: fieldWidth, channels },
          places[Math.min(k, places.length - 1)]!,
          size,
          window,
        );
      }
      const outputs = await denoiser(batch, t);
      if (outputs.length !== batch.length) {
        throw new RangeError(
          `tiledDenoiser: output of the denoiser must have ${batch.length} values, got ${outputs.length}.`,
        );
      }
      for (const [k, place] of places.entries()) {
        const output = outputs.subarray(k * windowSize, (k + 1) * windowSize);
        blend(output, { values: blended, width: fieldWidth, channels }, place, size);
      }
      await onWindows?.(done + places.length, total);
    }
    return Float32Array.from(blended);
  };
}

interface Field<Values = Float32Array> {
  readonly values: Values;
  readonly width: number;
  readonly channels: number;
}

interface Place {
  /** Offset of the window's image in the batch. */
  readonly image: number;
  readonly top: number;
  readonly left: number;
  readonly rowWeights: Float64Array;
  readonly columnWeights: Float64Array;
}

function placeOf(index: number, rows: AxisWindows, columns: AxisWindows, imageSize: number): Place {
  const [down, across] = [rows.starts.length, columns.starts.length];
  const column = index % across;
  const row = Math.floor(index / across) % down;
  return {
    image: Math.floor(index / (down * across)) * imageSize,
    top: rows.starts[row]!,
    left: columns.starts[column]!,
    rowWeights: rows.weights[row]!,
    columnWeights: columns.weights[column]!,
  };
}

function cut(
  { values, width, channels }: Field,
  { image, top, left }: Place,
  [height, across]: readonly [number, number],
  window: Float32Array,
): void {
  for (let y = 0; y < height; y++) {
    const from = image + ((top + y) * width + left) * channels;
    window.set(values.subarray(from, from + across * channels), y * across * channels);
  }
}

function blend(
  output: Float32Array,
  { values, width, channels }: Field<Float64Array>,
  { image, top, left, rowWeights, columnWeights }: Place,
  [height, across]: readonly [number, number],
): void {
  for (let y = 0; y < height; y++) {
    let to = image + ((top + y) * width + left) * channels;
    let from = y * across * channels;
    for (let x = 0; x < across; x++) {
      const weight = rowWeights[y]! * columnWeights[x]!;
      for (let c = 0; c < channels; c++) values[to++]! += weight * output[from++]!;
    }
  }
}
