/**
 * Figures of cell images: contact sheets, comparisons, animations and charts, as PNG, WebP and SVG, and reports as HTML. For Node.
 *
 * ```ts
 * import { imageTile, tileGrid } from "@cellgen/figures";
 * const tiles = images.map((image) => imageTile(image, [0, 255]));
 * await writeFile("sheet.png", await tileGrid([{ title: "cells", columns: 8, tiles }]));
 * ```
 *
 * @module
 */
export { animation } from "./animation.ts";
export { comparisonSheet, type SheetRow } from "./comparisonSheet.ts";
export { confusionPlot } from "./confusionPlot.ts";
export { type FeatureHistogram, featureHistograms } from "./featureHistograms.ts";
export { folderSheet } from "./folderSheet.ts";
export {
  htmlReport,
  type ReportCommand,
  type ReportContents,
  type ReportFacts,
  type ReportSection,
} from "./htmlReport.ts";
export { imageTile } from "./imageTile.ts";
export { type LossPoint, lossPlot } from "./lossPlot.ts";
export { maskedTile } from "./maskedTile.ts";
export { type PairBlock, pairSheet, type TilePair } from "./pairSheet.ts";
export type { Tile } from "./picture.ts";
export type { Chart } from "./renderChart.ts";
export { rowsWithMiddle } from "./rowsWithMiddle.ts";
export { type LabelledTile, type TileBlock, tileGrid } from "./tileGrid.ts";
