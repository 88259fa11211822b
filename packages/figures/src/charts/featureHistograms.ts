import type { TopLevelSpec } from "vega-lite";
import { type Chart, renderChart } from "./renderChart.ts";

const COLUMNS = 3;

/** Histograms of one feature over real and generated images. */
export interface FeatureHistogram {
  /** `n + 1` edges of `n` bins, in the unit of the feature. */
  readonly edges: readonly number[];
  /** Share of the real images in each bin, in [0, 1]. */
  readonly real: readonly number[];
  readonly generated: readonly number[];
}

/** Plot feature histograms, one plot each: bars for real images, a line for generated images. Features without a histogram are skipped. */
export function featureHistograms(
  features: readonly { readonly label: string; readonly histogram?: FeatureHistogram | undefined }[],
): Promise<Chart> {
  const spec: TopLevelSpec = {
    title: {
      text: "Bars: real images. Line: generated images.",
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
  return renderChart(spec);
}

function withHistograms(
  features: Parameters<typeof featureHistograms>[0],
): { readonly label: string; readonly histogram: FeatureHistogram }[] {
  return features.flatMap(({ label, histogram }) => (histogram ? [{ label, histogram }] : []));
}

function steps(edges: readonly number[], shares: readonly number[]): { at: number; share: number }[] {
  return edges.map((at, bin) => ({ at, share: shares[Math.min(bin, shares.length - 1)]! }));
}
