import type { CellImage } from "@cellgen/data";

/** Gap between images, in pixels. */
const gap = 2;

/**
 * Arrange images in a near-square grid on a white background.
 *
 * @param images - At least one image, all of the same size and bit depth.
 */
export function imageGrid(images: readonly CellImage[]): CellImage {
  const { width, height, channels, data: first } = images[0]!;
  const columns = Math.ceil(Math.sqrt(images.length));
  const rows = Math.ceil(images.length / columns);
  const across = columns * (width + gap) - gap;
  const down = rows * (height + gap) - gap;
  const length = across * down * channels;
  const data =
    first instanceof Uint16Array ? new Uint16Array(length).fill(0xffff) : new Uint8Array(length).fill(0xff);
  for (const [k, image] of images.entries()) {
    const top = Math.floor(k / columns) * (height + gap);
    const left = (k % columns) * (width + gap);
    const rowLength = width * channels;
    for (let y = 0; y < height; y++) {
      const row = image.data.subarray(y * rowLength, (y + 1) * rowLength);
      data.set(row, ((top + y) * across + left) * channels);
    }
  }
  return { width: across, height: down, channels, data };
}
