import { parsePhotonNoise, photonNoiseText } from "@cellgen/filters";
import { z } from "zod";

const rule =
  "must be none, or gain=G,offset=O,read=R with a gain above 0 and a read of at least 0 (offset and read are optional)";

/** Rule for `none` or a photon noise. The text is normalized, so that equal settings compare equal. */
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
