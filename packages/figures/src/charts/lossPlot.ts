import type { TopLevelSpec } from "vega-lite";
import { type Chart, renderChart } from "./renderChart.ts";

export interface LossPoint {
  readonly step: number;
  readonly loss: number;
}

/** Maximum number of points of the gray line. Each is the mean over several steps. */
const MAX_POINTS = 400;

/**
 * Plot loss against step on a logarithmic axis: binned means in gray, a running mean in color. Non-finite and non-positive values are
 * skipped.
 */
export function lossPlot(points: readonly LossPoint[]): Promise<Chart> {
  const finite = points.filter(({ loss }) => Number.isFinite(loss) && loss > 0);
  return renderChart(plotSpec(binned(finite), smoothed(finite)));
}

function plotSpec(steps: LossPoint[], mean: LossPoint[]): TopLevelSpec {
  const losses = steps.map(({ loss }) => loss);
  const domain = losses.length > 0 ? [Math.min(...losses) * 0.9, Math.max(...losses) * 1.1] : [0.1, 1];
  const x = {
    field: "step",
    type: "quantitative",
    title: "step",
    axis: { grid: false, tickCount: 8 },
  } as const;
  const y = {
    field: "loss",
    type: "quantitative",
    title: "loss",
    scale: { type: "log", domain, nice: false },
    axis: { tickCount: 6, format: "~g" },
  } as const;
  return {
    width: 720,
    height: 340,
    layer: [
      {
        data: { values: steps },
        mark: { type: "line", color: "#c3ccd5", strokeWidth: 1 },
        encoding: { x, y },
      },
      {
        data: { values: mean },
        mark: { type: "line", color: "#c2185b", strokeWidth: 2 },
        encoding: { x, y },
      },
    ],
  };
}

function binned(points: readonly LossPoint[]): LossPoint[] {
  const size = Math.max(1, Math.ceil(points.length / MAX_POINTS));
  const bins: LossPoint[] = [];
  for (let start = 0; start < points.length; start += size) {
    const bin = points.slice(start, start + size);
    bins.push({ step: bin.at(-1)!.step, loss: bin.reduce((sum, point) => sum + point.loss, 0) / bin.length });
  }
  return bins;
}

/** Running mean over 1/20 of the steps, at most 200. The window is shorter at both ends. */
function smoothed(points: readonly LossPoint[]): LossPoint[] {
  const reach = Math.min(100, Math.round(points.length / 40));
  const stride = Math.max(1, Math.ceil(points.length / MAX_POINTS));
  const sums = [0];
  for (const { loss } of points) sums.push(sums.at(-1)! + loss);
  const result: LossPoint[] = [];
  points.forEach((point, index) => {
    if (index % stride !== 0 && index !== points.length - 1) return;
    const [from, to] = [Math.max(index - reach, 0), Math.min(index + reach + 1, points.length)];
    result.push({ step: point.step, loss: (sums[to]! - sums[from]!) / (to - from) });
  });
  return result;
}
