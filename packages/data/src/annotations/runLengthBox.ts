import type { PixelWindow } from "@cellgen/filters";

/** COCO's run-length encoding of a mask: lengths of runs of 0 and 1 in turn, column by column, starting with 0. */
export interface RunLengths {
  /** Numbers, or their compressed text. */
  readonly counts: string | readonly number[];
  /** Height and width of the mask. */
  readonly size: readonly number[];
}

/**
 * Return the bounding box of a run-length encoded mask, without decoding its pixels. Its sides are 0 if the mask is empty, and NaN if the
 * runs are not those of a mask of its size.
 */
export function runLengthBox({ counts, size }: RunLengths): PixelWindow {
  const [height = Number.NaN, width = Number.NaN] = size;
  const invalid = { left: Number.NaN, top: Number.NaN, width: Number.NaN, height: Number.NaN };
  const runs = typeof counts === "string" ? decodeRuns(counts) : counts;
  if (!runs || !Number.isSafeInteger(height * width) || height < 1 || width < 1) return invalid;
  let [left, right, top, bottom] = [width, -1, height, -1];
  let at = 0;
  for (const [index, run] of runs.entries()) {
    if (!Number.isInteger(run) || run < 0 || at + run > height * width) return invalid;
    if (index % 2 === 1 && run > 0) {
      const last = at + run - 1;
      const [fromColumn, toColumn] = [Math.floor(at / height), Math.floor(last / height)];
      left = Math.min(left, fromColumn);
      right = Math.max(right, toColumn);
      // A run that reaches the next column covers the bottom row of one and the top row of the other.
      top = Math.min(top, fromColumn === toColumn ? at % height : 0);
      bottom = Math.max(bottom, fromColumn === toColumn ? last % height : height - 1);
    }
    at += run;
  }
  if (right < 0) return { left: 0, top: 0, width: 0, height: 0 };
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * Decode compressed runs: five bits a character (the low bits first) above "0"; bit 5 marks a continuation, and bit 4 of the last character
 * the sign. From the fourth run, the difference from the run two places before is stored. Undefined for other text.
 */
function decodeRuns(text: string): number[] | undefined {
  const runs: number[] = [];
  let at = 0;
  while (at < text.length) {
    let value = 0;
    let place = 1;
    for (;;) {
      const code = text.charCodeAt(at++) - 48;
      if (!(code >= 0 && code < 64) || place > 2 ** 45) return undefined;
      value += (code & 31) * place;
      place *= 32;
      if (code & 32) continue;
      if (code & 16) value -= place;
      break;
    }
    runs.push(runs.length > 2 ? value + runs[runs.length - 2]! : value);
  }
  return runs;
}
