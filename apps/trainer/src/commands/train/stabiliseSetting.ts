import { parsePhotonNoise, photonNoiseText } from "@cellgen/filters";
import { z } from "zod";

const rule =
  "must be none, or gain=G,offset=O,read=R with a gain above 0 and a read of at least 0 (offset and read are optional)";

/** `none`, or a photon noise in one form, so that equal settings are equal texts. */
export function stabilise(): z.ZodType<string, string> {
  return z.string(rule).transform((text, context) => {
    if (text === "none") return text;
    try {
      return photonNoiseText(parsePhotonNoise(text));
    } catch {
      context.addIssue({ code: "custom", message: rule });
      return text;
    }
  });
}
