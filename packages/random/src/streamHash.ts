const encoder = new TextEncoder();

/**
 * Compute the 32-bit FNV-1a hash of the name's UTF-8 bytes: `hash <- (hash ^ byte) * 16777619`, from 2166136261.
 *
 * @returns An integer, 0…2^32-1.
 * @see Fowler, Noll, Vo; RFC 9923.
 */
export function streamHash(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
