import type { TrainingBatches } from "./trainerOptions.ts";

/** Return a source of the same images at half the size: each pixel is the mean of 2x2 pixels. The last row or column of an odd number is omitted. */
export function halfSizeBatches(batches: TrainingBatches): TrainingBatches {
  const { batchSize, channels } = batches;
  const size = { height: Math.floor(batches.height / 2), width: Math.floor(batches.width / 2) };
  const imageLength = batches.height * batches.width * channels;
  const rowLength = batches.width * channels;

  function halve(images: Float32Array): Float32Array {
    const halved = new Float32Array(batchSize * size.height * size.width * channels);
    let i = 0;
    for (let image = 0; image < batchSize; image++) {
      for (let y = 0; y < size.height; y++) {
        const row = image * imageLength + 2 * y * rowLength;
        for (let x = 0; x < size.width; x++) {
          for (let c = 0; c < channels; c++, i++) {
            const top = row + 2 * x * channels + c;
            const bottom = top + rowLength;
            const sum = images[top]! + images[top + channels]! + images[bottom]! + images[bottom + channels]!;
            halved[i] = sum / 4;
          }
        }
      }
    }
    return halved;
  }

  return {
    batchSize,
    ...size,
    channels,
    async batch(step) {
      const { xStart, labels } = await batches.batch(step);
      return { xStart: halve(xStart), labels };
    },
  };
}
