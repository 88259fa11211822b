/**
 * Create figures of cell images in Node: contact sheets, comparisons, animations and charts as PNG, WebP and SVG, and HTML reports.
 *
 * ```ts
 * import { imageTile, tileGrid } from "@cellgen/figures";
 * const tiles = images.map((image) => imageTile(image, [0, 255]));
 * await writeFile("sheet.png", await tileGrid([{ title: "cells", columns: 8, tiles }]));
 * ```
 *
 * @module
 */

export { confusionPlot } from "./charts/confusionPlot.ts";
export { type FeatureHistogram, featureHistograms } from "./charts/featureHistograms.ts";
export { type LossPoint, lossPlot } from "./charts/lossPlot.ts";
export type { Chart } from "./charts/renderChart.ts";
export {
  htmlReport,
  type ReportCommand,
  type ReportContents,
  type ReportFacts,
  type ReportSection,
} from "./htmlReport.ts";
export { machineFacts } from "./machineFacts.ts";
export { animation } from "./sheets/animation.ts";
export { comparisonSheet, type SheetRow } from "./sheets/comparisonSheet.ts";
export { type FolderSheetOptions, folderSheet } from "./sheets/folderSheet.ts";
export { imageTile } from "./sheets/imageTile.ts";
export { maskedTile } from "./sheets/maskedTile.ts";
export { type PairBlock, pairSheet, type TilePair } from "./sheets/pairSheet.ts";
export type { Tile } from "./sheets/picture.ts";
export { rowsWithMiddle } from "./sheets/rowsWithMiddle.ts";
export { type LabelledTile, type TileBlock, tileGrid } from "./sheets/tileGrid.ts";
