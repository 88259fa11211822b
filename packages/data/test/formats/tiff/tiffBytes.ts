/** Field of a directory: tag, type, values, and the count that is stated if it is not the number of values. */
export type Field = [tag: number, type: number, values: number[], statedCount?: number];

/** Bytes of a value by field type. A rational takes two values. */
const sizes: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 4 };

/**
 * Bytes of a little-endian TIFF with one directory, whose fields may be wrong.
 *
 * Pixels begin at offset 8.
 */
export function tiffBytes(
  fields: readonly Field[],
  { pixels = new Uint8Array(64), next }: { pixels?: Uint8Array; next?: "itself" } = {},
): Buffer {
  const start = 8 + pixels.length + (pixels.length % 2);
  let end = start + 2 + 12 * fields.length + 4;
  const parts: Buffer[] = [];
  const directory = Buffer.alloc(end - start);
  directory.writeUInt16LE(fields.length, 0);
  [...fields]
    .sort((a, b) => a[0] - b[0])
    .forEach(([tag, type, values, statedCount], i) => {
      const at = 2 + 12 * i;
      const size = sizes[type] ?? 1;
      const bytes = Buffer.alloc(size * values.length);
      values.forEach((value, index) => {
        if (size > 1) bytes.writeUIntLE(value, index * size, size);
        else bytes[index] = value;
      });
      directory.writeUInt16LE(tag, at);
      directory.writeUInt16LE(type, at + 2);
      directory.writeUInt32LE(statedCount ?? values.length / (type === 5 ? 2 : 1), at + 4);
      if (bytes.length <= 4) bytes.copy(directory, at + 8);
      else {
        directory.writeUInt32LE(end, at + 8);
        parts.push(bytes);
        end += bytes.length;
      }
    });
  if (next === "itself") directory.writeUInt32LE(start, directory.length - 4);
  const head = Buffer.alloc(start);
  head.write("II*\0", "latin1");
  head.writeUInt32LE(start, 4);
  head.set(pixels, 8);
  return Buffer.concat([head, directory, ...parts]);
}

/** Fields of the size of an image. */
export const imageSize = (width: number, height = width): Field[] => [
  [256, 4, [width]],
  [257, 4, [height]],
];

/** Fields of 8-bit gray pixels, 0 being black. */
export const gray8: readonly Field[] = [
  [258, 3, [8]],
  [262, 3, [1]],
];
