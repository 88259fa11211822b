import type { PhotonNoise } from "@cellgen/filters";
import { UsageError } from "../terminal/usageError.ts";

/** What `--noise` says of the images' noise, in grey levels of their files. */
export type NoiseSetting =
  | { readonly kind: "auto" }
  | { readonly kind: "white"; readonly sigma: number }
  | { readonly kind: "photon"; readonly photon: Required<PhotonNoise> };

const remedy = "Give auto, a number such as 12, or gain=G,offset=O,read=R, all in grey levels of the files";

/**
 * Reads `auto`, a number above 0, or `gain=G,offset=O,read=R`, of which offset and read may be left out.
 *
 * @throws UsageError naming what is wrong.
 */
export function noiseSetting(text: string): NoiseSetting {
  if (text === "auto") return { kind: "auto" };
  if (text.includes("=")) return { kind: "photon", photon: photonNoise(text) };
  const sigma = numberOf(text);
  if (!(sigma > 0))
    throw new UsageError(`--noise must be a number above 0, got ${JSON.stringify(text)}. ${remedy}.`);
  return { kind: "white", sigma };
}

function photonNoise(text: string): Required<PhotonNoise> {
  const given = new Map<string, number>();
  for (const part of text.split(",")) {
    const [name = "", value = "", ...rest] = part.split("=").map((word) => word.trim());
    const number = numberOf(value);
    if (
      !["gain", "offset", "read"].includes(name) ||
      given.has(name) ||
      rest.length > 0 ||
      Number.isNaN(number)
    ) {
      throw new UsageError(
        `--noise ${JSON.stringify(text)}: ${JSON.stringify(part)} cannot be read. ${remedy}.`,
      );
    }
    given.set(name, number);
  }
  const { gain = 0, offset = 0, read = 0 } = Object.fromEntries(given);
  if (!(gain > 0)) throw new UsageError(`--noise ${JSON.stringify(text)} needs a gain above 0. ${remedy}.`);
  if (read < 0)
    throw new UsageError(`--noise ${JSON.stringify(text)} needs a read of at least 0. ${remedy}.`);
  return { gain, offset, read };
}

function numberOf(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}
