import type { PhotonNoise } from "@cellgen/filters";

/**
 * Reads `gain=G,offset=O,read=R`, in any order; offset and read are 0 where they are left out.
 *
 * @returns undefined if it is anything else, the gain is not above 0, or read is below 0.
 */
export function parsePhotonNoise(text: string): Required<PhotonNoise> | undefined {
  const given = new Map<string, number>();
  for (const part of text.split(",")) {
    const [name = "", value = "", ...rest] = part.split("=").map((word) => word.trim());
    const number = value === "" ? Number.NaN : Number(value);
    if (!["gain", "offset", "read"].includes(name) || given.has(name) || rest.length > 0) return undefined;
    if (!Number.isFinite(number)) return undefined;
    given.set(name, number);
  }
  const { gain = 0, offset = 0, read = 0 } = Object.fromEntries(given);
  return gain > 0 && read >= 0 ? { gain, offset, read } : undefined;
}

/** The same the other way round, always in one form. */
export function photonNoiseText({ gain, offset, read }: Required<PhotonNoise>): string {
  return `gain=${gain},offset=${offset},read=${read}`;
}
