import { type ImageSet, imageCount, imageLength } from "../measures/imageSet.ts";
import type { OnnxInput } from "./onnxInput.ts";

/** Luminance weights of red, green and blue (ITU-R BT.601). */
const LUMA = [0.299, 0.587, 0.114] as const;

/**
 * Convert images to a model's input: scaled bilinearly to its size, in its layout, number of channels and value range. Batch entries
 * beyond the last image are black.
 */
export function planesFor(
  images: ImageSet,
  input: Pick<OnnxInput, "channelsFirst" | "height" | "width" | "channels">,
  [black, white]: readonly [number, number],
  batch: number,
): { readonly values: Float32Array; readonly height: number; readonly width: number } {
  const { height = images.height, width = images.width, channels, channelsFirst } = input;
  const values = new Float32Array(batch * height * width * channels).fill(black);
  const length = imageLength(images);
  const columns = places(images.width, width);
  const rows = places(images.height, height);
  for (let image = 0; image < imageCount(images); image++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let c = 0; c < channels; c++) {
          const at = (row: number, column: number): number =>
            channelValue(
              images,
              image * length + (row * images.width + column) * images.channels,
              c,
              channels,
            );
          const [top, bottom, down] = rows[y]!;
          const [left, right, across] = columns[x]!;
          const value =
            (1 - down) * ((1 - across) * at(top, left) + across * at(top, right)) +
            down * ((1 - across) * at(bottom, left) + across * at(bottom, right));
          const pixel = channelsFirst
            ? ((image * channels + c) * height + y) * width + x
            : ((image * height + y) * width + x) * channels + c;
          values[pixel] = black + ((Math.min(Math.max(value, -1), 1) + 1) / 2) * (white - black);
        }
      }
    }
  }
  return { values, height, width };
}

function channelValue(
  { values, channels }: ImageSet,
  pixel: number,
  channel: number,
  wanted: number,
): number {
  if (channels === wanted) return values[pixel + channel]!;
  if (wanted === 3) return values[pixel]!;
  return channels === 3
    ? LUMA.reduce((sum, weight, c) => sum + weight * values[pixel + c]!, 0)
    : values[pixel]!;
}

/** For each output position, return the two source positions around it and the weight of the second. */
function places(source: number, wanted: number): (readonly [number, number, number])[] {
  return Array.from({ length: wanted }, (_, place) => {
    const at = Math.min(Math.max(((place + 0.5) * source) / wanted - 0.5, 0), source - 1);
    const first = Math.floor(at);
    return [first, Math.min(first + 1, source - 1), at - first];
  });
}
