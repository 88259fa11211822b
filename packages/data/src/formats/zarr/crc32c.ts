/** Remainders of all bytes for Castagnoli's polynomial 0x1edc6f41, with the bits reversed. */
const table: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0x82f63b78 : 0);
  return remainder;
});

/** Return the CRC-32C checksum of bytes. @see RFC 3720, section 12.1 */
export function crc32c(bytes: Uint8Array): number {
  let checksum = 0xffffffff;
  for (const byte of bytes) checksum = (checksum >>> 8) ^ table[(checksum ^ byte) & 0xff]!;
  return ~checksum >>> 0;
}
