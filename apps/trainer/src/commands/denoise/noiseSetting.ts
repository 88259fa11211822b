import type { ImageNoise } from "@cellgen/data";
import { type PhotonNoise, parsePhotonNoise } from "@cellgen/filters";
import { UsageError } from "../../terminal/usageError.ts";

const remedy = "Give auto, a number such as 12, or gain=G,offset=O,read=R, all in grey levels of the files";

/**
 * Reads `--noise`: `auto`, a number above 0, or `gain=G,offset=O,read=R`, of which offset and read may be left out.
 *
 * @throws UsageError naming what is wrong.
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
    const reason = (cause as Error).message.replace(/^\w+: /, "");
    throw new UsageError(`--noise ${JSON.stringify(text)}: ${reason} ${remedy}.`, { cause });
  }
}
