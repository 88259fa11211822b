/** A segment of a JPEG file: its marker, length and content. */
export function segment(code: number, content: Uint8Array | readonly number[]): Buffer {
  const bytes = Buffer.from([0xff, code, 0, 0, ...content]);
  bytes.writeUInt16BE(bytes.length - 2, 2);
  return bytes;
}

/** The EXIF segment of a camera's orientation, 1…8. */
export function exifOrientation(orientation: number): Buffer {
  const tiff = Buffer.from("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0", "latin1");
  tiff.writeUInt16BE(orientation, 24);
  return segment(0xe1, tiff);
}

/** Adobe's segment: colors are transformed to YCbCr (1), YCCK (2), or stored as they are (0). */
export function adobeSegment(transform: 0 | 1 | 2): Buffer {
  return segment(0xee, [...Buffer.from("Adobe\0d\0\0\0\0", "latin1"), transform]);
}
