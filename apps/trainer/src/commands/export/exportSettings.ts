import { z } from "zod";
import { folderName, oneOf } from "../../options/rules.ts";

/** What `cellgen export` can be told. */
export const exportSchema = z.strictObject({
  model: folderName(),
  out: folderName(),
  precision: oneOf(["float16", "float32"]),
  weights: oneOf(["ema", "raw"]).optional(),
});

type ExportSettings = z.infer<typeof exportSchema>;

export const exportDefaults: Pick<ExportSettings, "precision"> = { precision: "float16" };
