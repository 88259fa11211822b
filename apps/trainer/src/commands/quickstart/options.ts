import { optionTable } from "../../options/optionTable.ts";
import { folderName, yesOrNo } from "../../options/rules.ts";

/** The options of `cellgen quickstart`. */
export const quickstartOptions = optionTable({
  out: {
    value: "<dir>",
    schema: folderName(),
    default: "runs/quickstart",
    help: "folder for the run",
    group: "Output",
  },
  force: {
    schema: yesOrNo(),
    flagOnly: true,
    help: "replace the run in --out (only files that cellgen wrote)",
    group: "Output",
  },
});
