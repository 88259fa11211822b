import type { TopLevelSpec } from "vega-lite";
import { type Chart, renderChart } from "./renderChart.ts";

/**
 * Plot a confusion matrix of the requested class of generated images against the class that a classifier predicts, in percent of each row.
 *
 * @param confusion - `confusion[a][b]` is the number of images of class `a` classified as class `b`.
 */
export function confusionPlot(
  classes: readonly string[],
  confusion: readonly (readonly number[])[],
): Promise<Chart> {
  const values = confusion.flatMap((row, asked) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, seen) => ({
      asked: classes[asked],
      seen: classes[seen],
      percent: total === 0 ? 0 : (100 * count) / total,
    }));
  });
  const x = {
    field: "seen",
    type: "nominal",
    sort: [...classes],
    title: "seen",
    axis: { labelAngle: -40 },
  } as const;
  const y = { field: "asked", type: "nominal", sort: [...classes], title: "asked for" } as const;
  const spec: TopLevelSpec = {
    width: Math.max(240, classes.length * 58),
    height: Math.max(160, classes.length * 36),
    data: { values },
    layer: [
      {
        mark: "rect",
        encoding: {
          x,
          y,
          color: {
            field: "percent",
            type: "quantitative",
            scale: { domain: [0, 100], range: ["#f5f7f9", "#c2185b"], interpolate: "rgb" },
            legend: null,
          },
        },
      },
      {
        transform: [{ filter: "datum.percent >= 0.5" }],
        mark: { type: "text", fontSize: 13 },
        encoding: {
          x,
          y,
          text: { field: "percent", type: "quantitative", format: ".0f" },
          color: { condition: { test: "datum.percent > 55", value: "#ffffff" }, value: "#1f2933" },
        },
      },
    ],
  };
  return renderChart(spec);
}
