import type { UnitImage } from "../network/unitImage.ts";

/**
 * Match the mean and standard deviation of each channel to those of a source image.
 *
 * `(value - mean) / deviation * deviationOfSource + meanOfSource`, clamped to [-1, 1]. A constant channel is set to the source's mean.
 *
 * @param values - Image of the source's size.
 * @returns New array.
 */
export function keepColour(source: UnitImage, values: Float32Array): Float32Array {
  const { channels } = source;
  const kept = new Float32Array(values.length);
  for (let channel = 0; channel < channels; channel++) {
    const from = moments(values, channel, channels);
    const to = moments(source.values, channel, channels);
    const gain = from.deviation > 0 ? to.deviation / from.deviation : 0;
    for (let i = channel; i < values.length; i += channels) {
      kept[i] = Math.min(Math.max((values[i]! - from.mean) * gain + to.mean, -1), 1);
    }
  }
  return kept;
}

function moments(
  values: Float32Array,
  channel: number,
  channels: number,
): { readonly mean: number; readonly deviation: number } {
  const count = values.length / channels;
  let sum = 0;
  for (let i = channel; i < values.length; i += channels) sum += values[i]!;
  const mean = sum / count;
  let squares = 0;
  for (let i = channel; i < values.length; i += channels) squares += (values[i]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / count) };
}
