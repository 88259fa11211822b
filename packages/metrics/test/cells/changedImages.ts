import type { MeasuredImage } from "../../src/index.ts";

/** A quarter turn to the left. */
export function turned({ values, height, width, channels }: MeasuredImage): MeasuredImage {
  const out = values.slice();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        out[((width - 1 - x) * height + y) * channels + c] = values[(y * width + x) * channels + c]!;
      }
    }
  }
  return { values: out, height: width, width: height, channels };
}

/** Left and right exchanged. */
export function mirrored({ values, height, width, channels }: MeasuredImage): MeasuredImage {
  const out = values.map((_, place) => {
    const pixel = Math.floor(place / channels);
    const x = pixel % width;
    return values[(pixel - x + width - 1 - x) * channels + (place % channels)]!;
  });
  return { values: out, height, width, channels };
}
