import type { CellFeatureComparison, FeatureHistogram } from "@cellgen/evaluation";
import type { TopLevelSpec } from "vega-lite";
import { renderChart } from "./renderChart.ts";

const COLUMNS = 3;

/**
 * A histogram of each feature: shares of real images as grey bars, of generated ones as a line in colour.
 *
 * @returns The SVG, its text as outlines, and the same as a PNG of twice the size.
 */
export async function featureHistograms(
  features: readonly CellFeatureComparison[],
): Promise<{ svg: string; png: Buffer }> {
  const spec: TopLevelSpec = {
    title: {
      text: "Bars: real images. Line: generated ones.",
      fontSize: 14,
      fontWeight: "normal",
      offset: 18,
    },
    columns: COLUMNS,
    spacing: { row: 58, column: 44 },
    bounds: "flush",
    concat: withHistograms(features).map(({ label, histogram: { edges, real, generated } }) => ({
      title: { text: label, fontSize: 14, anchor: "start", frame: "group" },
      width: 205,
      height: 120,
      layer: [
        {
          data: { values: real.map((share, bin) => ({ from: edges[bin], to: edges[bin + 1], share })) },
          mark: { type: "bar", color: "#c3ccd5", binSpacing: 0 },
          encoding: {
            x: {
              field: "from",
              type: "quantitative",
              bin: { binned: true },
              title: null,
              axis: { tickCount: 4, grid: false },
            },
            x2: { field: "to" },
            y: {
              field: "share",
              type: "quantitative",
              title: null,
              axis: { tickCount: 3, format: "%" },
            },
          },
        },
        {
          data: { values: steps(edges, generated) },
          mark: { type: "line", interpolate: "step-after", color: "#c2185b", strokeWidth: 2 },
          encoding: {
            x: { field: "at", type: "quantitative" },
            y: { field: "share", type: "quantitative" },
          },
        },
      ],
    })),
  };
  return await renderChart(spec);
}

function withHistograms(
  features: readonly CellFeatureComparison[],
): { readonly label: string; readonly histogram: FeatureHistogram }[] {
  return features.flatMap(({ label, histogram }) => (histogram ? [{ label, histogram }] : []));
}

function steps(edges: readonly number[], shares: readonly number[]): { at: number; share: number }[] {
  return edges.map((at, bin) => ({ at, share: shares[Math.min(bin, shares.length - 1)]! }));
}
