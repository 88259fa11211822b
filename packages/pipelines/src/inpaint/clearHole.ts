import { type CellImage, isFloatType, type Mask, pixelTypeOf } from "@cellgen/data";

/**
 * Clear the masked pixels of an image: each takes the mean of its known neighbors, from the edge of the hole inwards. So the original values
 * affect neither known pixels (through scaling) nor the hue.
 *
 * @param mask - Of the image's size, with at least one known pixel.
 */
export function clearHole(image: CellImage, { width, height, fill }: Mask): CellImage {
  const { channels } = image;
  const isInteger = !isFloatType(pixelTypeOf(image.data));
  const data = image.data.slice();
  const open = fill.slice();
  const near = (pixel: number, wanted: 0 | 1): number[] => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const found: number[] = [];
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
      for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++)
        if (open[row * width + column] === wanted) found.push(row * width + column);
    }
    return found;
  };
  let ring = Array.from(open.keys()).filter((pixel) => open[pixel] === 1 && near(pixel, 0).length > 0);
  while (ring.length > 0) {
    for (const pixel of ring) {
      const known = near(pixel, 0);
      for (let c = 0; c < channels; c++) {
        const sum = known.reduce((total, from) => total + data[from * channels + c]!, 0);
        const mean = sum / known.length;
        data[pixel * channels + c] = isInteger ? Math.round(mean) : mean;
      }
    }
    // Marked known only after the loop, so that all pixels of a ring are set from the surrounding ring.
    for (const pixel of ring) open[pixel] = 0;
    ring = [...new Set(ring.flatMap((pixel) => near(pixel, 1)))];
  }
  return { ...image, data };
}
