import type { CellImage } from "../images/cellImage.ts";
import { isFloatType, newPixels, pixelTypeOf } from "../images/pixelType.ts";

/**
 * Project the focal planes of a stack on one plane: the maximum or the mean of each pixel. NaN is ignored where another plane has a number.
 *
 * @param count - Number of planes, at least 1.
 * @param read - Reads a plane. Planes are read one after the other.
 * @returns Image of the planes' size and type. Means of integers are rounded.
 */
export async function projectPlanes(
  kind: "max" | "mean",
  count: number,
  read: (plane: number) => Promise<CellImage>,
): Promise<CellImage> {
  const first = await read(0);
  const { length } = first.data;
  if (kind === "max") {
    const data = first.data.slice();
    for (let plane = 1; plane < count; plane++) {
      const values = (await read(plane)).data;
      for (let i = 0; i < length; i++)
        if (values[i]! > data[i]! || Number.isNaN(data[i])) data[i] = values[i]!;
    }
    return { ...first, data };
  }
  const sums = new Float64Array(length);
  const counts = new Uint32Array(length);
  let values: CellImage["data"] = first.data;
  for (let plane = 0; plane < count; plane++) {
    if (plane > 0) values = (await read(plane)).data;
    for (let i = 0; i < length; i++) {
      if (Number.isNaN(values[i])) continue;
      sums[i]! += values[i]!;
      counts[i]!++;
    }
  }
  const type = pixelTypeOf(first.data);
  const data = newPixels(type, length);
  for (let i = 0; i < length; i++) {
    const mean = sums[i]! / counts[i]!;
    data[i] = isFloatType(type) ? mean : Math.round(mean);
  }
  return { ...first, data };
}
