const reversed = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) reversed[byte]! |= 128 >> bit;
}

/** Reverse the bits of each byte, in place: files with FillOrder 2 store the least significant bit first. */
export function reverseBits(bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] = reversed[bytes[i]!]!;
}
