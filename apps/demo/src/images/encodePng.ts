import type { CellImage } from "@cellgen/data";

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/**
 * Encode an image as PNG with unchanged gray levels: 8 or 16 bits, gray or RGB. A canvas supports 8 bits only,
 * and some browsers alter the pixels read from it.
 *
 * @see https://www.w3.org/TR/png-3/
 */
export async function encodePng({ width, height, channels, data }: CellImage): Promise<Blob> {
  const bytes = data.BYTES_PER_ELEMENT;
  const rowLength = width * channels;
  // Each row starts with its filter type: 0, none.
  const rows = new DataView(new ArrayBuffer(height * (1 + rowLength * bytes)));
  let offset = 0;
  for (let y = 0; y < height; y++) {
    offset++;
    for (let x = 0; x < rowLength; x++, offset += bytes) {
      const value = data[y * rowLength + x]!;
      if (bytes === 2) rows.setUint16(offset, value);
      else rows.setUint8(offset, value);
    }
  }
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8 * bytes);
  header.setUint8(9, channels === 1 ? 0 : 2);
  const deflated = new Blob([rows]).stream().pipeThrough(new CompressionStream("deflate"));
  const body = new Uint8Array(await new Response(deflated).arrayBuffer());
  const parts = [
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("IDAT", body),
    chunk("IEND", new Uint8Array()),
  ];
  return new Blob([signature, ...parts], { type: "image/png" });
}

function chunk(type: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, body.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(body, 8);
  view.setUint32(8 + body.length, crc32(bytes.subarray(4, 8 + body.length)));
  return bytes;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = crcTable[(c ^ byte) & 0xff]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
