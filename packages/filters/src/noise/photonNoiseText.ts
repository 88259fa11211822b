import type { PhotonNoise } from "./photonNoise.ts";

/**
 * Reads photon noise from text: `gain=G,offset=O,read=R` in any order; offset and read are 0 where they are left out.
 *
 * @throws RangeError naming what cannot be read, or the number that is out of range.
 */
export function parsePhotonNoise(text: string): Required<PhotonNoise> {
  const given = new Map<string, number>();
  for (const part of text.split(",")) {
    const [name = "", value = "", ...rest] = part.split("=").map((word) => word.trim());
    const number = value === "" ? Number.NaN : Number(value);
    const known = ["gain", "offset", "read"].includes(name) && !given.has(name);
    if (!known || rest.length > 0 || !Number.isFinite(number)) {
      throw new RangeError(
        `parsePhotonNoise: text must be gain=G,offset=O,read=R, each once and a number, got ${JSON.stringify(part)}.`,
      );
    }
    given.set(name, number);
  }
  const { gain = 0, offset = 0, read = 0 } = Object.fromEntries(given);
  if (!(gain > 0)) throw new RangeError(`parsePhotonNoise: gain must be above 0, got ${gain}.`);
  if (read < 0) throw new RangeError(`parsePhotonNoise: read must be at least 0, got ${read}.`);
  return { gain, offset, read };
}

/** Photon noise as text that `parsePhotonNoise` reads: equal noise gives equal text. */
export function photonNoiseText({ gain, offset = 0, read = 0 }: PhotonNoise): string {
  return `gain=${gain},offset=${offset},read=${read}`;
}
