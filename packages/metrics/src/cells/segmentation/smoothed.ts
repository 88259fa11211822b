/** Smooth a plane with weights 1, 2, 1 along rows and columns. Edge pixels are repeated beyond the edge. */
export function smoothed(plane: Float64Array, height: number, width: number): Float64Array {
  const alongRows = new Float64Array(plane.length);
  for (let start = 0; start < plane.length; start += width) {
    for (let x = 0; x < width; x++) {
      const before = plane[start + Math.max(x - 1, 0)]!;
      const after = plane[start + Math.min(x + 1, width - 1)]!;
      alongRows[start + x] = (before + after + 2 * plane[start + x]!) / 4;
    }
  }
  const out = new Float64Array(plane.length);
  for (let y = 0; y < height; y++) {
    const [above, here, below] = [Math.max(y - 1, 0) * width, y * width, Math.min(y + 1, height - 1) * width];
    for (let x = 0; x < width; x++) {
      out[here + x] = (alongRows[above + x]! + alongRows[below + x]! + 2 * alongRows[here + x]!) / 4;
    }
  }
  return out;
}
