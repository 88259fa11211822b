import { type PhotonNoise, parsePhotonNoise, photonNoiseText } from "@cellgen/filters";

/** Return the photon noise of a setting; undefined for "none" and for zero noise. */
export function stabilisationOf(setting: unknown): Required<PhotonNoise> | undefined {
  if (setting === "none") return undefined;
  try {
    return parsePhotonNoise(typeof setting === "string" ? setting : photonNoiseText(setting as PhotonNoise));
  } catch {
    return undefined;
  }
}

/** Return the canonical text, so that equal settings have equal texts. */
export function stabiliseText(setting: string | PhotonNoise): string {
  const noise = stabilisationOf(setting);
  return noise ? photonNoiseText(noise) : "none";
}
