import type { ImageNoise } from "@cellgen/data";
import { type PhotonNoise, parsePhotonNoise } from "@cellgen/filters";
import { UsageError } from "../../terminal/usageError.ts";

const remedy = "Give auto, a number such as 12, or gain=G,offset=O,read=R, all in gray levels of the files";

/**
 * Parse `--noise`: `auto`, a number above 0, or `gain=G,offset=O,read=R`, with optional offset and read.
 *
 * @throws UsageError if the text is none of these, or a number is out of range.
 */
export function noiseSetting(text: string): ImageNoise {
  if (text === "auto") return { kind: "auto" };
  if (text.includes("=")) return { kind: "photon", photon: photonNoise(text) };
  const sigma = text.trim() === "" ? Number.NaN : Number(text);
  if (!(sigma > 0 && Number.isFinite(sigma)))
    throw new UsageError(`--noise must be a number above 0, got ${JSON.stringify(text)}. ${remedy}.`);
  return { kind: "white", sigma };
}

function photonNoise(text: string): Required<PhotonNoise> {
  try {
    return parsePhotonNoise(text);
  } catch (cause) {
    throw new UsageError(
      `--noise of a camera needs a gain above 0 and a read of at least 0, got ${JSON.stringify(text)}. ${remedy}.`,
      { cause },
    );
  }
}
