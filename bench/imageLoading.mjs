/** Batches from image files, compared with PyTorch's DataLoader and torchvision's ImageFolder. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeCell } from "@cellgen/data";
import { encodePng, folderBatches, scanImageFolder } from "@cellgen/data/node";
import sharp from "sharp";
import { alternate } from "./alternate.mjs";
import { part } from "./part.mjs";
import { startTorch } from "./peers/startPeer.mjs";
import { ratioCell, table } from "./table.mjs";

const batchSize = 64;
const size = 64;
const workers = 2;

/** Sets of synthetic blood cells. Files are made from few images, because their number is what costs time. */
const sets = [
  { title: "PNG 64x64", side: 64, format: "png", count: 4096 },
  { title: "JPEG 360x360, random crops of 64x64", side: 360, format: "jpeg", count: 2048, crop: true },
  { title: "JPEG 360x360, scaled to 64x64", side: 360, format: "jpeg", count: 1024 },
  {
    title: "JPEG 360x360, scaled to 64x64, from the cache",
    side: 360,
    format: "jpeg",
    count: 1024,
    cacheBytes: 2 ** 28,
  },
];
const distinct = 256;

/** An epoch takes seconds. */
const most = 4;

async function measure({ progress, quick, rounds, turn }) {
  const peer = await startTorch();
  const missing = peer.missing ?? (peer.about.torchvision ? undefined : "the interpreter has no torchvision");
  const rows = [];
  const measured = quick ? sets.slice(0, 1) : sets;
  for (const [index, { title, side, format, count, ...how }] of measured.entries()) {
    progress(index / sets.length, title);
    const folder = await mkdtemp(join(tmpdir(), "cellgen-loading-"));
    try {
      const images = quick ? 2 * batchSize : count;
      await writeImages(folder, { side, format, count: images });
      const ours = await startEpochs(folder, how);
      let against = {};
      if (!missing) {
        await peer.ask({ make: "loading", folder, size, crop: how.crop ?? false, batch: batchSize, workers });
        against = { other: peer.time("epoch") };
      }
      const options = {
        rounds: Math.min(rounds, most),
        turn,
        onRound: (done) => progress((index + done) / sets.length, title),
      };
      const { cellgen, other } = await alternate({ cellgen: ours.time, ...against }, options);
      rows.push({ title, images, cellgen, other });
      await ours.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  await peer.stop?.();
  const { name, torchvision, pillow } = peer.about ?? {};
  return {
    rows,
    peer: missing ? `none (${missing})` : `${name}, torchvision ${torchvision}, Pillow ${pillow}`,
  };
}

/** Write images of two classes. */
async function writeImages(folder, { side, format, count }) {
  const encoded = [];
  for (let index = 0; index < Math.min(count, distinct); index++) {
    const { image } = synthesizeCell("smear", { size: side, seed: 0, index });
    encoded.push(format === "png" ? await encodePng(image) : await encodeJpeg(image));
  }
  for (const name of ["a", "b"]) await mkdir(join(folder, name));
  for (let index = 0; index < count; index++) {
    const name = `${String(index).padStart(5, "0")}.${format === "png" ? "png" : "jpg"}`;
    await writeFile(join(folder, index % 2 ? "a" : "b", name), encoded[index % encoded.length]);
  }
}

function encodeJpeg({ data, width, height, channels }) {
  return sharp(data, { raw: { width, height, channels } })
    .jpeg({ quality: 90, chromaSubsampling: "4:2:0" })
    .toBuffer();
}

/** Batches that are prepared ahead, as many as those of DataLoader's workers by default. */
const prefetch = 2 * workers;

/** Time epochs of a folder. Without a cache, images are decoded again in every epoch. */
async function startEpochs(folder, { crop = false, cacheBytes = 0 }) {
  const scanned = await scanImageFolder(folder, { size, cacheBytes });
  const options = { size, batchSize, seed: 0, cacheBytes, prefetch, ...(crop && { crops: { side: size } }) };
  const steps = Math.floor(scanned.files.length / batchSize);
  const source = folderBatches(scanned, options);
  let first = 0;
  const time = async (count) => {
    const milliseconds = [];
    for (let run = 0; run <= count; run++) {
      // Other steps than the next ones: batches that were prepared after the last epoch are not used.
      first += 2 * steps;
      const start = performance.now();
      for (let step = 0; step < steps; step++) await source.batch(first + step);
      milliseconds.push(performance.now() - start);
    }
    return milliseconds.slice(1);
  };
  return { time, close: () => source.close() };
}

const rate = (images, time) => (time ? Math.round((1000 * images) / time.median) : "");

function write({ rows, peer }) {
  const head = ["images", "cellgen / DataLoader", "cellgen, images/s", "DataLoader, images/s"];
  const body = rows.map(({ title, images, cellgen, other }) => [
    title,
    ratioCell(other?.ratio),
    rate(images, cellgen),
    rate(images, other),
  ]);
  return [
    `Time of an epoch in batches of ${batchSize} that are shuffled, decoded and normalized, without a cache of decoded images except in the last row. \`folderBatches\` prepares batches ahead in other threads; DataLoader has ${workers} workers that persist. The files are in the cache of the system.`,
    table(head, body),
    `Compared with ${peer}.`,
  ].join("\n\n");
}

export const imageLoading = await part(import.meta.url, {
  name: "imageLoading",
  title: "Reading images",
  weight: 120,
  measure,
  write,
});
