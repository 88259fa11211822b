import { CELL_CLASSES } from "@cellgen/data";
import type { OwnFiles } from "../../output/ownFiles.ts";

/** The files of `writeSyntheticCells`, of any kind. */
export const syntheticFiles: OwnFiles = {
  folders: ["", "masks/"].flatMap((above) => [
    ...Object.values(CELL_CLASSES).flatMap((names) => names.map((name) => `${above}${name}`)),
    ...(above ? ["masks"] : []),
  ]),
  pattern: /\/cell-\d{5,}\.png$/,
};
