import type { PhotonNoise } from "./photonNoise.ts";

/**
 * Parse photon noise from text: `gain=G,offset=O,read=R` in any order. Omitted offset and read are 0.
 *
 * @throws RangeError naming the part that cannot be parsed, or the number that is out of range.
 */
export function parsePhotonNoise(text: string): Required<PhotonNoise> {
  const given = new Map<string, number>();
  for (const part of text.split(",")) {
    const [name = "", value = "", ...rest] = part.split("=").map((word) => word.trim());
    const number = value === "" ? Number.NaN : Number(value);
    const known = ["gain", "offset", "read"].includes(name) && !given.has(name);
    if (!known || rest.length > 0 || !Number.isFinite(number)) {
      throw new RangeError(
        `parsePhotonNoise: text must be gain=G,offset=O,read=R with one number for each, got ${JSON.stringify(part)}.`,
      );
    }
    given.set(name, number);
  }
  const { gain = 0, offset = 0, read = 0 } = Object.fromEntries(given);
  if (!(gain > 0)) throw new RangeError(`parsePhotonNoise: gain must be above 0, got ${gain}.`);
  if (read < 0) throw new RangeError(`parsePhotonNoise: read must be at least 0, got ${read}.`);
  return { gain, offset, read };
}

/** Format photon noise as text for `parsePhotonNoise`. Equal parameters give equal text. */
export function photonNoiseText({ gain, offset = 0, read = 0 }: PhotonNoise): string {
  return `gain=${gain},offset=${offset},read=${read}`;
}
