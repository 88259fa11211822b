import { optionTable } from "../../options/optionTable.ts";
import { runOptions } from "../train/options.ts";

/** Name of the folder of training images in the folder of the run. */
export const CELLS = "cells";

const { required, ...out } = runOptions.out;

/** The options of `cellgen quickstart`. */
export const quickstartOptions = optionTable({
  out: { ...out, default: "runs/quickstart" },
  force: runOptions.force,
});
