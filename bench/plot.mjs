/** The pictures of docs/measurements/performance.md, as SVG: ratios as bars, scaling and quality as curves. */
import { parse, View } from "vega";
import { compile } from "vega-lite";

const ours = "#c2185b";
const theirs = "#607d8b";
const third = "#f39c12";
const config = {
  font: "sans-serif",
  axis: {
    labelFontSize: 12,
    titleFontSize: 13,

    gridColor: "#e4e9ee",
    domainColor: "#9aa5b1",
  },
  legend: { labelFontSize: 12, title: null, orient: "top" },
  header: { labelFontSize: 13, title: null },
  view: { stroke: null },
};

async function svg(spec) {
  const view = new View(parse(compile({ background: "white", padding: 12, config, ...spec }).spec), {
    renderer: "none",
  });
  const text = await view.toSVG();
  view.finalize();
  return `${text}\n`;
}

/**
 * Bars from the left, a line at 1, and the rounds' range.
 *
 * @param groups - By title: rows of `{ label, ratio }`, as `alternate` gives ratios.
 */
export function ratioPlot(groups) {
  const ratios = Object.values(groups).flatMap((rows) => rows.map(({ ratio }) => ratio.greatest));
  const domain = [0, Math.max(1.2, ...ratios)];
  const bars = ([title, rows]) => ({
    title: { text: title, anchor: "start", fontSize: 14 },
    width: 420,
    height: { step: 20 },
    data: { values: rows.map(({ label, ratio }) => ({ label, ...ratio })) },
    encoding: { y: { field: "label", type: "nominal", sort: null, title: null, axis: { labelLimit: 480 } } },
    layer: [
      {
        mark: { type: "bar", height: 13 },
        encoding: {
          x: {
            field: "median",
            type: "quantitative",
            title: "time relative to PyTorch",
            scale: { domain },
          },
          color: { condition: { test: "datum.median <= 1", value: ours }, value: theirs },
        },
      },
      {
        mark: { type: "rule", color: "#263238" },
        encoding: { x: { field: "least", type: "quantitative" }, x2: { field: "greatest" } },
      },
      {
        mark: { type: "text", align: "left", dx: 8, fontSize: 12 },
        encoding: { x: { value: "width" }, text: { field: "median", format: ".2f" } },
      },
      { mark: { type: "rule", strokeDash: [4, 3] }, encoding: { x: { datum: 1 }, y: null } },
    ],
  });
  return svg({ vconcat: Object.entries(groups).map(bars) });
}

/**
 * Two panels: time of a training step per image by batch size, and by pixels per image; both axes logarithmic.
 *
 * @param batch - Rows of the part `scaling`. @param side - As well.
 */
export function scalingPlot({ batch, side }) {
  const points = (rows, x) =>
    rows.flatMap((row) =>
      [
        ["cellgen", row.cellgen],
        ["PyTorch", row.peer],
      ].flatMap(([name, times]) => (times ? [{ name, x: x(row), ms: times.median / row.batchSize }] : [])),
    );
  const color = {
    field: "name",
    type: "nominal",
    scale: { domain: ["cellgen", "PyTorch"], range: [ours, theirs] },
  };
  const panel = (values, title, labelExpr) => ({
    width: 320,
    height: 260,
    data: { values },
    mark: { type: "line", point: { size: 45 } },
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        title,
        scale: { type: "log", base: 2, nice: false },
        axis: {
          values: [...new Set(values.map(({ x }) => x))],
          grid: false,
          ...(labelExpr && { labelExpr }),
        },
      },
      y: {
        field: "ms",
        type: "quantitative",
        title: "ms per training step and image",
        scale: { type: "log", nice: false, domain: around(values.map(({ ms }) => ms)) },
        axis: { format: "~g", tickCount: 6 },
      },
      color,
    },
  });
  return svg({
    hconcat: [
      panel(
        points(batch, (row) => row.batchSize),
        "batch",
      ),
      panel(
        points(side, (row) => row.side ** 2),
        "size of the images",
        "format(sqrt(datum.value), 'd') + '²'",
      ),
    ],
  });
}

/**
 * KID over minutes of training, both axes logarithmic, with lines at the thresholds.
 *
 * @param result - Result of the part `timeToQuality`.
 */
export function qualityPlot({ rows, thresholds, times }) {
  // KID is unbiased, so that it can be 0 and less.
  const least = 0.003;
  const values = rows.flatMap(({ name, points }) =>
    points.map(({ minutes, kid }) => ({ name, minutes, kid: Math.max(kid, least) })),
  );
  const minutes = values.map((value) => value.minutes);
  return svg({
    width: 480,
    height: 320,
    layer: [
      {
        data: { values: thresholds.map((kid) => ({ kid })) },
        mark: { type: "rule", strokeDash: [4, 3], color: "#9aa5b1" },
        encoding: { y: { field: "kid", type: "quantitative" } },
      },
      {
        data: { values },
        mark: { type: "line", point: { size: 45 } },
        encoding: {
          x: {
            field: "minutes",
            type: "quantitative",
            title: "minutes of training",
            scale: {
              type: "log",
              nice: false,
              domain: [Math.min(...minutes) * 0.9, Math.max(...minutes) * 1.1],
            },
            axis: { values: times, grid: false },
          },
          y: {
            field: "kid",
            type: "quantitative",
            title: "KID to held-out cells",
            scale: { type: "log" },
            axis: { format: "~g", values: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30] },
          },
          color: {
            field: "name",
            type: "nominal",
            scale: { domain: rows.map(({ name }) => name), range: [ours, theirs, third] },
            legend: { labelLimit: 300, columns: 1 },
          },
        },
      },
    ],
  });
}

/** At least a factor of four around the values, so that flat curves look flat. */
function around(values) {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const middle = Math.sqrt(least * greatest);
  return [Math.min(least * 0.8, middle / 2), Math.max(greatest * 1.25, middle * 2)];
}
