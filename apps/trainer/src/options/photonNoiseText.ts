import type { PhotonNoise } from "@cellgen/filters";

/**
 * Reads `gain=G,offset=O,read=R`, in any order; offset and read are 0 where they are left out.
 *
 * @returns The noise, or what is wrong, in words that follow the text.
 */
export function readPhotonNoise(
  text: string,
): { readonly noise: Required<PhotonNoise> } | { readonly wrong: string } {
  const given = new Map<string, number>();
  for (const part of text.split(",")) {
    const [name = "", value = "", ...rest] = part.split("=").map((word) => word.trim());
    const number = value === "" ? Number.NaN : Number(value);
    const known = ["gain", "offset", "read"].includes(name) && !given.has(name);
    if (!known || rest.length > 0 || !Number.isFinite(number)) {
      return { wrong: `: ${JSON.stringify(part)} cannot be read` };
    }
    given.set(name, number);
  }
  const { gain = 0, offset = 0, read = 0 } = Object.fromEntries(given);
  if (!(gain > 0)) return { wrong: " needs a gain above 0" };
  if (read < 0) return { wrong: " needs a read of at least 0" };
  return { noise: { gain, offset, read } };
}

/** The same the other way round, always in one form. */
export function photonNoiseText({ gain, offset, read }: Required<PhotonNoise>): string {
  return `gain=${gain},offset=${offset},read=${read}`;
}
