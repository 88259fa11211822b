/** A file by the format's definition: 8 bytes of length, little-endian, the header's text, the data. */
export function fileOf(
  header: string,
  data: Uint8Array = new Uint8Array(),
  headerLength?: bigint,
): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, headerLength ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

/** A header of tensors with these places in the data, float32 unless said otherwise. */
export function headerOf(
  entries: Record<string, { shape: readonly number[]; offsets: readonly number[]; dtype?: string }>,
): string {
  const described = Object.entries(entries).map(([name, { shape, offsets, dtype = "F32" }]) => [
    name,
    { dtype, shape, data_offsets: offsets },
  ]);
  return JSON.stringify(Object.fromEntries(described));
}
