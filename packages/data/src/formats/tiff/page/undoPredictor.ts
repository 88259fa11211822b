import { unsupported } from "../tiffFaults.ts";

/** Rows of interleaved samples of 1, 2, 4 or 8 bytes. */
export interface SampleRows {
  readonly width: number;
  readonly rows: number;
  readonly samples: number;
  readonly bytesPerSample: number;
}

/** Values of the field Predictor. */
const NONE = 1;
const HORIZONTAL = 2;
const FLOATING_POINT = 3;

/** Return whether a predictor stores the bytes of a sample from the most significant one, in files of either byte order. */
export function isBigEndianPredictor(predictor: number): boolean {
  return predictor === FLOATING_POINT;
}

/**
 * Undo a predictor in place.
 *
 * Predictor 2 stores the difference to the sample at the left. Predictor 3 stores the bytes of a row by significance, then their differences.
 *
 * @param bytes - Samples in the machine's byte order; for predictor 3 as stored.
 * @see TIFF 6.0, Section 14; TIFF Technical Note 3.
 */
export function undoPredictor(predictor: number, bytes: Uint8Array, layout: SampleRows): void {
  if (predictor === HORIZONTAL) undoDifferences(bytes, layout);
  else if (predictor === FLOATING_POINT) undoFloatingPoint(bytes, layout);
  else if (predictor !== NONE) throw unsupported(`predictor ${predictor}`);
}

const integerArrays = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: BigUint64Array } as const;

function undoDifferences(bytes: Uint8Array, { width, rows, samples, bytesPerSample }: SampleRows): void {
  const Integers = integerArrays[bytesPerSample as keyof typeof integerArrays];
  const values = new Integers(bytes.buffer as ArrayBuffer, bytes.byteOffset, rows * width * samples);
  const stride = width * samples;
  for (let row = 0; row < rows; row++) {
    const start = row * stride;
    const end = start + stride;
    if (values instanceof BigUint64Array) {
      for (let i = start + samples; i < end; i++) values[i] = values[i]! + values[i - samples]!;
    } else {
      for (let i = start + samples; i < end; i++) values[i] = values[i]! + values[i - samples]!;
    }
  }
}

function undoFloatingPoint(bytes: Uint8Array, { width, rows, samples, bytesPerSample }: SampleRows): void {
  const stride = width * samples;
  const rowBytes = stride * bytesPerSample;
  const planes = new Uint8Array(rowBytes);
  for (let row = 0; row < rows; row++) {
    const line = bytes.subarray(row * rowBytes, (row + 1) * rowBytes);
    for (let i = samples; i < rowBytes; i++) line[i] = line[i]! + line[i - samples]!;
    planes.set(line);
    // The most significant bytes come first; the machine is little-endian.
    for (let byte = 0; byte < bytesPerSample; byte++) {
      const from = (bytesPerSample - 1 - byte) * stride;
      for (let i = 0; i < stride; i++) line[i * bytesPerSample + byte] = planes[from + i]!;
    }
  }
}
