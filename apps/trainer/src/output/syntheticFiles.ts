import { CELL_CLASSES } from "@cellgen/data";

const classes = Object.values(CELL_CLASSES).flat().join("|");

/** The names of the files of `writeSyntheticCells`, of any kind. */
export const syntheticFiles = new RegExp(`^(masks/)?(${classes})/cell-\\d{5,}\\.png$`);
