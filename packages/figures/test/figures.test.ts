import sharp from "sharp";
import { expect, test } from "vitest";
import { confusionPlot } from "../src/charts/confusionPlot.ts";
import { featureHistograms } from "../src/charts/featureHistograms.ts";
import { lossPlot } from "../src/charts/lossPlot.ts";
import { animation } from "../src/sheets/animation.ts";
import { comparisonSheet } from "../src/sheets/comparisonSheet.ts";
import { pairSheet } from "../src/sheets/pairSheet.ts";
import { picture } from "../src/sheets/picture.ts";
import { tileGrid } from "../src/sheets/tileGrid.ts";
import { fitText, textWidth } from "../src/svg/svgText.ts";

const tile = (value: number, channels = 1) => ({
  width: 32,
  height: 32,
  channels,
  values: new Float32Array(32 * 32 * channels).fill(value),
});

async function pixels(png: Uint8Array) {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    ...info,
    at: (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)],
  };
}

test("text is wider for longer text, larger sizes and bolder weights, with the spaces around it", () => {
  expect(textWidth("ll", 10)).toBeCloseTo(2 * textWidth("l", 10));
  expect(textWidth("cell", 20)).toBeCloseTo(2 * textWidth("cell", 10));
  expect(textWidth(" l ", 10)).toBeGreaterThan(textWidth("l", 10) + 2);
  expect(textWidth("cell", 10, 600)).toBeGreaterThan(textWidth("cell", 10));
  expect(fitText("a very long name of a class", 60, 12)).toMatch(/…$/);
  expect(fitText("short", 60, 12)).toBe("short");
});

test("tileGrid lays every tile on white, enlarged to 96 pixels, with its title above", async () => {
  const blocks = [
    { title: "2 real", columns: 1, tiles: [tile(-1), tile(1)] },
    { title: "4 generated", columns: 2, tiles: [tile(0), tile(0, 3), tile(0), tile(5)] },
  ];
  const sheet = await pixels(await tileGrid(blocks));
  expect(sheet.width).toBe(2 * 16 + 96 + 32 + 2 * 96 + 6);
  expect(sheet.at(16, 46)).toEqual([0, 0, 0]);
  expect(sheet.at(16 + 95, 46 + 95)).toEqual([0, 0, 0]);
  expect(sheet.at(16 + 96, 46)).toEqual([255, 255, 255]);
  expect(sheet.at(16 + 96 + 32, 46)).toEqual([128, 128, 128]);
  const title = await sharp(await tileGrid(blocks))
    .extract({ left: 16, top: 10, width: 50, height: 26 })
    .stats();
  expect(title.channels[0]!.min).toBeLessThan(80);
});

test("tileGrid cuts a title where the next block's begins, and at the sheet's edge", async () => {
  const block = { title: "a-name-that-is-far-too-long-for-its-tile.png", columns: 1, tiles: [tile(0)] };
  const sheet = sharp(await tileGrid([block, block]));
  const darkest = async (left: number, width: number) => {
    const { channels } = await sharp(
      await sheet.clone().extract({ left, top: 8, width, height: 30 }).toBuffer(),
    )
      .flatten({ background: "white" })
      .stats();
    return channels[0]!.min;
  };
  expect(await darkest(16, 100)).toBeLessThan(80);
  expect(await darkest(16 + 96 + 32 - 5, 5)).toBe(255);
  expect(await darkest(16 + 96 + 32 + 96 + 16 - 5, 5)).toBe(255);
});

test("tileGrid refuses to draw nothing", async () => {
  await expect(async () => tileGrid([{ title: "", columns: 1, tiles: [] }])).rejects.toThrow(
    /at least one tile/,
  );
});

test("comparisonSheet has a row an image and a column a kind, and leaves places without a tile white", async () => {
  const rows = [{ label: "platelet", tiles: [tile(0), tile(1)] }, { tiles: [undefined, tile(-1)] }];
  const sheet = await pixels(await comparisonSheet(["before", "after"], rows));
  expect(sheet.height).toBe(16 + 26 + 2 * 96 + 6 + 16);
  const left = sheet.width - 16 - 2 * 96 - 6;
  expect(left).toBeGreaterThan(16);
  expect(sheet.at(left, 42)).toEqual([128, 128, 128]);
  expect(sheet.at(left + 50, 42 + 96 + 6)).toEqual([255, 255, 255]);
  expect(sheet.at(sheet.width - 17, sheet.height - 17)).toEqual([0, 0, 0]);
});

test("comparisonSheet reduces what is large, and refuses to draw nothing", async () => {
  const large = { width: 3000, height: 1500, channels: 1, values: new Float32Array(4_500_000).fill(-1) };
  const sheet = await pixels(await comparisonSheet(["a", "b"], [{ tiles: [large, tile(0)] }]));
  expect(sheet.width).toBe(2 * 16 + 2 * 900 + 6);
  expect(sheet.at(16 + 899, 42 + 449)).toEqual([0, 0, 0]);
  await expect(async () => comparisonSheet(["a"], [{ tiles: [undefined] }])).rejects.toThrow(
    /at least one tile/,
  );
});

test("text on a sheet stands where it should, in its color, whatever characters it holds", async () => {
  const sheet = picture(200, 60);
  sheet.text("HHH", 100, 40, { size: 30, weight: 600, anchor: "end", fill: "#ff0000" });
  sheet.text("a\u0000b \uD800 <&> \uFFFF", 0, 10, { size: 8 });
  const { at, width } = await pixels(await sheet.png());
  const red = Array.from({ length: width }, (_, x) => x).filter(
    (x) => at(x, 30)[1]! < 40 && at(x, 30)[0]! > 200,
  );
  expect(Math.max(...red)).toBeLessThan(100);
  expect(Math.max(...red)).toBeGreaterThan(90);
  expect(Math.min(...red)).toBeGreaterThan(100 - textWidth("HHH", 30, 600));
  expect(Math.min(...red)).toBeLessThan(110 - textWidth("HHH", 30, 600));
});

test("lossPlot draws without text elements, and survives one step and losses that are no numbers", async () => {
  const points = Array.from({ length: 1000 }, (_, i) => ({ step: i + 1, loss: 0.05 + Math.exp(-i / 100) }));
  const { svg, png } = await lossPlot(points);
  expect(svg).toMatch(/^<svg/);
  expect(svg).not.toContain("<text");
  expect((await sharp(png).metadata()).width).toBeGreaterThan(1200);
  await lossPlot([
    { step: 1, loss: 1 },
    { step: 2, loss: Number.NaN },
  ]);
  await lossPlot([]);
});

test("the animation shows every frame's pixels as squares, there and back", async () => {
  const frame = (value: number) => ({
    width: 2,
    height: 1,
    channels: 1,
    values: Float32Array.of(value, -value),
  });
  const film = await animation([frame(-1), frame(0), frame(1)]);
  const { data, info } = await sharp(film, { animated: true })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const page = info.width * 128 * 3;
  expect([info.width, info.pageHeight, data.length / page]).toEqual([256, 128, 4]);
  expect([0, 1, 2, 3].map((k) => data[k * page])).toEqual([0, 128, 255, 128]);
  expect(data[127 * 3]).toBe(0);
  expect(data[128 * 3]).toBe(255);
});

test("pairSheet lays pairs side by side, four in a row, its blocks below each other", async () => {
  const pair = (value: number) => ({ image: tile(value), training: tile(-value), label: "0.12" });
  const blocks = [
    { title: "nearest", pairs: [pair(-1), pair(1), pair(-1), pair(1), pair(-1)] },
    { title: "farthest", pairs: [pair(1)] },
  ];
  const sheet = await pixels(await pairSheet(blocks));
  const [pairWidth, rowHeight] = [2 * 96 + 3 + 20, 96 + 22 + 8];
  expect(sheet.width).toBe(2 * 16 + 4 * pairWidth - 20);
  expect(sheet.height).toBe(2 * 16 + 2 * 34 + 3 * rowHeight);
  expect(sheet.at(16, 50)).toEqual([0, 0, 0]);
  expect(sheet.at(16 + 96 + 1, 50)).toEqual([255, 255, 255]);
  expect(sheet.at(16 + pairWidth + 99, 50)).toEqual([0, 0, 0]);
  expect(sheet.at(16, 50 + rowHeight)).toEqual([0, 0, 0]);
  expect(sheet.at(16 + 99, 50 + 2 * rowHeight + 34)).toEqual([0, 0, 0]);
  await expect(async () => pairSheet([{ title: "none", pairs: [] }])).rejects.toThrow(/at least one pair/);
});

test("confusionPlot colors a cell by its share of the row, and survives a class without images", async () => {
  const { svg } = await confusionPlot(
    ["red", "white", "none"],
    [
      [3, 1, 0],
      [0, 5, 0],
      [0, 0, 0],
    ],
  );
  const colours = [...svg.matchAll(/<path fill="(#[0-9a-f]{6})"/g)].map(([, colour]) => colour);
  expect(svg).not.toContain("<text");
  // 100 % is the end of the scale, 0 % its start.
  expect(colours).toContain("#c2185b");
  expect(colours.filter((colour) => colour === "#f5f7f9")).toHaveLength(6);
});

test("featureHistograms draws a bar for each real share and a plot for each feature with a histogram", async () => {
  const histogram = { edges: [0, 1, 2], real: [0.25, 0.75], generated: [0.5, 0.5] };
  const bars = async (count: number) => {
    const features = Array.from({ length: count }, (_, k) => ({ label: `area ${k}`, histogram }));
    const { svg } = await featureHistograms([...features, { label: "left out" }]);
    return svg.match(/#c3ccd5/g)!.length;
  };
  expect(await bars(1)).toBe(2);
  expect(await bars(3)).toBe(6);
});
