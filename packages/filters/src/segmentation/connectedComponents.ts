/**
 * Find the connected components of the foreground, with 8-connectivity.
 *
 * @param mask - `[height, width]`, 1 in the foreground.
 * @returns The pixels of each component, in the order of their first pixels.
 */
export function connectedComponents(mask: Uint8Array, height: number, width: number): Int32Array[] {
  const seen = new Uint8Array(mask.length);
  const parts: Int32Array[] = [];
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || seen[start] === 1) continue;
    const part = [start];
    seen[start] = 1;
    for (let place = 0; place < part.length; place++) {
      const x = part[place]! % width;
      const y = (part[place]! - x) / width;
      for (let ny = Math.max(y - 1, 0); ny <= Math.min(y + 1, height - 1); ny++) {
        for (let nx = Math.max(x - 1, 0); nx <= Math.min(x + 1, width - 1); nx++) {
          const neighbor = ny * width + nx;
          if (mask[neighbor] === 0 || seen[neighbor] === 1) continue;
          seen[neighbor] = 1;
          part.push(neighbor);
        }
      }
    }
    parts.push(Int32Array.from(part));
  }
  return parts;
}
