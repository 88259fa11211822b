import { readdir, writeFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { comparisonSheet, imageTile } from "@cellgen/figures";
import { imageScore } from "@cellgen/metrics";
import { randomStream } from "@cellgen/random";
import { fieldOf, imageNames, meanOf, readField } from "./pairs.mjs";

const RESAMPLES = 10_000;
/** Order of the known methods in tables and pictures. Others follow by name. */
const ORDER = ["gaussian", "non-local-means", "bm3d", "noise2void"];

/** Score all methods on the held-out images, print the tables, and write `scores.json` and `sheet.png`. */
export async function scoreFields({ out, sheet, show }) {
  const folder = join(out, "held-out");
  const files = await imageNames(join(folder, "noisy"));
  const place = (method) => (ORDER.includes(method) ? ORDER.indexOf(method) : ORDER.length);
  const methods = (await readdir(join(folder, "denoised"))).sort(
    (a, b) => place(a) - place(b) || a.localeCompare(b),
  );
  const folders = { noisy: join(folder, "noisy") };
  for (const method of methods) folders[method] = join(folder, "denoised", method);

  const clean = new Map();
  for (const file of files) clean.set(file, await readField(join(folder, "clean"), file));
  const scores = {};
  for (const [method, source] of Object.entries(folders)) {
    scores[method] = {};
    for (const file of files) {
      scores[method][file] = scoreOf(await readField(source, file), clean.get(file));
    }
  }
  console.log(overallTable(scores, files));
  console.log(channelTable(scores, files));
  await writeFile(join(out, "scores.json"), `${JSON.stringify(scores, null, 2)}\n`);
  const shown = { folders, methods: sheet?.split(",") ?? methods, files: show?.split(",") ?? firsts(files) };
  await writeFile(join(out, "sheet.png"), await sheetOf(folder, shown));
}

/** The range is 255 for 8 bits, and that of the clean image for 16 bits, of which cameras use a small part. */
function scoreOf(image, clean) {
  const { height, width } = clean;
  const is8Bit = clean.data instanceof Uint8Array;
  const dataRange = is8Bit ? 255 : Math.max(...bounds(clean.values)) - Math.min(...bounds(clean.values));
  return imageScore(image.values, clean.values, { height, width, dataRange });
}

function bounds(values) {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

/** Means over fields, with intervals, and the difference in PSNR to the model. */
function overallTable(scores, files) {
  const rows = Object.entries(scores).map(([method, ofFiles]) => {
    const value = (name) => interval(fieldMeans(files, (file) => ofFiles[file][name]));
    const gain = interval(fieldMeans(files, (file) => ofFiles[file].psnr - (scores.model?.[file].psnr ?? 0)));
    return [
      method,
      text(value("psnr"), 2),
      text(value("ssim"), 3),
      scores.model && method !== "model" ? text(gain, 2) : "",
    ];
  });
  const fields = new Set(files.map((file) => fieldOf(file).field)).size;
  console.log(`${files.length} images of ${fields} fields; 95 % intervals over the fields`);
  return table(["method", "PSNR (dB)", "SSIM", "PSNR minus the model's"], rows);
}

function channelTable(scores, files) {
  const channels = [...new Set(files.map((file) => fieldOf(file).channel))].sort();
  const rows = Object.entries(scores).map(([method, ofFiles]) => [
    method,
    ...channels.map((channel) => {
      const own = files.filter((file) => fieldOf(file).channel === channel).map((file) => ofFiles[file]);
      const mean = (name, digits) => meanOf(own.map((score) => score[name])).toFixed(digits);
      return `${mean("psnr", 2)}, ${mean("ssim", 3)}`;
    }),
  ]);
  const count = (channel) => files.filter((file) => fieldOf(file).channel === channel).length;
  return table(["method", ...channels.map((channel) => `${channel} (${count(channel)})`)], rows);
}

function fieldMeans(files, scoreAt) {
  const byField = new Map();
  for (const file of files) {
    const { field } = fieldOf(file);
    byField.set(field, [...(byField.get(field) ?? []), scoreAt(file)]);
  }
  return [...byField.values()].map(meanOf);
}

/** Mean and the middle 95 % of the means of resamples with replacement. */
function interval(values) {
  const means = Float64Array.from({ length: RESAMPLES }, (_, resample) => {
    const random = randomStream(0, "bootstrap", resample);
    return meanOf(values.map(() => values[random.integer(values.length)]));
  }).sort();
  const quantile = (share) => means[Math.round(share * (RESAMPLES - 1))];
  return { value: meanOf(values), low: quantile(0.025), high: quantile(0.975) };
}

function text({ value, low, high }, digits) {
  return `${value.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}

/** The first image of each channel. */
function firsts(files) {
  const channels = new Set();
  return files.filter((file) => {
    const { channel } = fieldOf(file);
    return !channels.has(channel) && channels.add(channel);
  });
}

/** Rows of images: noisy, every method, clean, each row between the extremes of its clean image. */
async function sheetOf(folder, { folders, methods, files }) {
  const rows = [];
  for (const file of files) {
    const clean = await readField(join(folder, "clean"), file);
    const range = bounds(clean.values);
    const sources = ["noisy", ...methods].map((method) => folders[method]);
    const images = [];
    for (const source of sources) images.push(await readField(source, file));
    rows.push({ label: parse(file).name, tiles: [...images, clean].map((image) => imageTile(image, range)) });
  }
  return comparisonSheet(["noisy", ...methods, "clean"], rows);
}
