/**
 * Fill holes in the foreground: background that has no 4-connected path to the image edge.
 *
 * @param mask - `[height, width]`, 1 in the foreground. Modified in place.
 */
export function fillHoles(mask: Uint8Array, height: number, width: number): void {
  const outside = new Uint8Array(mask.length);
  const open: number[] = [];
  const reach = (pixel: number) => {
    if (mask[pixel] === 1 || outside[pixel] === 1) return;
    outside[pixel] = 1;
    open.push(pixel);
  };
  for (let x = 0; x < width; x++) {
    reach(x);
    reach((height - 1) * width + x);
  }
  for (let y = 0; y < height; y++) {
    reach(y * width);
    reach(y * width + width - 1);
  }
  for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
    const x = pixel % width;
    if (x > 0) reach(pixel - 1);
    if (x + 1 < width) reach(pixel + 1);
    if (pixel >= width) reach(pixel - width);
    if (pixel + width < mask.length) reach(pixel + width);
  }
  for (let pixel = 0; pixel < mask.length; pixel++) mask[pixel] = 1 - outside[pixel]!;
}
