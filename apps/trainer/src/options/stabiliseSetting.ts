import type { PhotonNoise } from "@cellgen/filters";
import { z } from "zod";
import { photonNoiseText, readPhotonNoise } from "./photonNoiseText.ts";

const rule =
  "must be none, or gain=G,offset=O,read=R with a gain above 0 and a read of at least 0 (offset and read may be left out)";

/** `none`, or a photon noise in one form, so that equal settings are equal texts. */
export function stabilise(): z.ZodType<string, string> {
  return z.string(rule).transform((text, context) => {
    const noise = stabilisationOf(text);
    if (noise) return photonNoiseText(noise);
    if (text !== "none") context.addIssue({ code: "custom", message: rule });
    return text;
  });
}

/** The photon noise that a setting names; nothing for `none`. */
export function stabilisationOf(setting: string): Required<PhotonNoise> | undefined {
  const read = readPhotonNoise(setting);
  return "noise" in read ? read.noise : undefined;
}
