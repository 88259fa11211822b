import { z } from "zod";
import { inGroup } from "./optionTable.ts";

/** The option that names the groups of images that a split keeps together. */
export const groupOption = inGroup("Data", {
  group: {
    value: "<column>",
    schema: z.string("must be a column of index.csv, or a pattern of file names").min(1, "must not be empty"),
    defaultNote: "first of group, slide, patient, field, source_image",
    help: "column of index.csv, or pattern of file names, whose images are held out together",
  },
});
