/** Minutes of training until generated cells are like real ones, for cellgen, its recipe in PyTorch, and the example of diffusers. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { part } from "./part.mjs";
import { interpreter } from "./peers/interpreter.mjs";
import { digits, table } from "./table.mjs";
import { flags as options } from "./timeToQuality/flags.mjs";
import { minutesUntil } from "./timeToQuality/minutesUntil.mjs";
import { prepareCells } from "./timeToQuality/prepareCells.mjs";
import { recipeOfDiffusers, recipeOfRun } from "./timeToQuality/recipes.mjs";
import { runPython } from "./timeToQuality/runPython.mjs";
import { trainCellgen } from "./timeToQuality/trainCellgen.mjs";

/** Durations of the trainings relative to the longest: 0.5, 1, 2, 4, 8 and 16 of 16 minutes. */
const fractions = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1];
const quickFractions = [1 / 128, 1 / 64];
const thresholds = [0.1, 0.03];
const folderOf = (quick) =>
  fileURLToPath(new URL(`${quick ? "quick" : "work"}/timeToQuality`, import.meta.url));

/** Name, and the recipe in PyTorch from the folder of the run of cellgen. */
const contestants = [
  { name: "cellgen" },
  { name: "recipe of cellgen in PyTorch", key: "pytorch", recipe: recipeOfRun },
  { name: "recipe of diffusers in PyTorch", key: "diffusers", recipe: recipeOfDiffusers },
];

async function measure({ progress, quick, flags }) {
  if (!flags.data) return { skipped: "--data names no folder of images with a subfolder per class" };
  const { python, missing } = await interpreter();
  if (missing) return { skipped: missing };
  const folder = folderOf(quick);
  const size = Number(flags.size);
  const threads = flags.threads ? Number(flags.threads) : undefined;
  const count = quick ? 16 : 500;
  const times = (quick ? quickFractions : fractions).map((fraction) => fraction * Number(flags.minutes));
  const minutes = times.reduce((sum, time) => sum + time, 0);
  progress(0, "preparing images");
  const cells = await prepareCells({
    data: resolve(flags.data),
    out: folder,
    size,
    ...(quick && { limit: 64 }),
  });
  const request = { data: cells.training, size, threads, times, count, mode: flags.mode };
  const rows = [];
  for (const [index, { name, key = "cellgen", recipe }] of contestants.entries()) {
    const out = join(folder, key);
    let trained = 0;
    const onPoint = (point) => {
      trained += point.minutes;
      progress((index + Math.min(1, trained / minutes)) / 3.2, name);
    };
    const train = recipe
      ? async () => trainPython(python, { ...request, out, recipe: await recipe(rows[0].run) }, onPoint)
      : () => trainCellgen({ ...request, out }, onPoint);
    rows.push({ name, ...(await trainedOnce(out, request, flags.resume, train)) });
  }
  progress(3 / 3.2, "comparing with real images");
  const judged = await judge(python, cells, rows, { folder, size, steps: quick ? 20 : undefined });
  return {
    size,
    times,
    count,
    mode: flags.mode,
    thresholds,
    counts: cells.counts,
    realKid: judged.trainingImages[count],
    rows: rows.map(({ name, batch, points }) => ({
      name,
      batch,
      points: points.map(({ folder: of, ...point }) => ({ ...point, ...judged.folders[of] })),
    })),
  };
}

/** Train, or with `--resume` read what an earlier run with the same request trained. */
async function trainedOnce(out, request, resume, train) {
  const file = join(out, "trained.json");
  const key = JSON.stringify(request);
  if (resume) {
    const before = JSON.parse(await readFile(file, "utf8").catch(() => "{}"));
    if (before.key === key) return before;
  }
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const trained = await train();
  await writeFile(file, JSON.stringify({ key, ...trained }));
  return trained;
}

async function trainPython(python, request, onPoint) {
  const file = join(request.out, "request.json");
  await writeFile(file, JSON.stringify(request));
  const points = [];
  await runPython(python, "train_diffusion.py", [file], (line) => {
    points.push(JSON.parse(line));
    onPoint(points.at(-1));
  });
  return { batch: request.recipe.batch, points };
}

/** All images of all contestants in the features of one network. */
async function judge(python, { training, heldOut }, rows, { folder, size, steps }) {
  const file = join(folder, "quality.json");
  const generated = rows.flatMap(({ points }) => points.map(({ folder: of }) => of));
  const of = ["--training", training, "--held-out", heldOut, "--size", size];
  const how = ["--features-only", "--json", file, ...(steps ? ["--steps", steps] : [])];
  await runPython(python, "image_quality.py", [...of, ...how, "--generated", ...generated], () => {});
  return JSON.parse(await readFile(file, "utf8"));
}

function write({ skipped, size, times, count, mode, thresholds: kids, counts, realKid, rows }) {
  if (skipped) return `Not measured: ${skipped}.`;
  const head = [
    "training",
    "batch",
    ...kids.map((kid) => `minutes to KID ${kid}`),
    "minutes",
    "steps",
    "KID",
    "recall",
  ];
  const body = rows.map(({ name, batch, points }) => {
    const { minutes, steps, kid, kidError, recall } = points.at(-1);
    const reached = kids.map((threshold) => minutesUntil(points, threshold) ?? `not in ${digits(minutes)}`);
    const quality = [`${kid.toFixed(3)} ± ${kidError.toFixed(3)}`, recall.toFixed(2)];
    return [name, batch, ...reached, digits(minutes), steps, ...quality];
  });
  const modes = mode === "eager" ? "eagerly in float32" : `in mode ${mode}`;
  return `${table(head, body)}

Unconditional training on ${counts.training} blood cells at ${size}x${size}. Each point of the curves is a separate training: its number of steps is chosen for
${times.map(digits).join(", ")} minutes from measured step times, and the learning rate falls to zero at the last step. The last columns describe
the longest training. ${count} images are generated from the averaged weights by DPM-Solver++ in 20 steps, and compared with ${counts.heldOut} held-out cells by
\`bench/peers/image_quality.py\`: KID in the features of one classifier of the real training images, where ${count} real training images have
${realKid.kid.toFixed(3)} ± ${realKid.kidError.toFixed(3)}. Minutes are measured from the first step to the trained model; those to a KID are interpolated between two points.
All train the network of cellgen's default preset, PyTorch ${modes} with its fused AdamW; one training each. cellgen has the defaults of
\`cellgen train\` for images of this size, and PyTorch the same settings. The recipe of diffusers is that of its example of unconditional training
(AdamW, learning rate 1e-4 with 500 steps of warm-up even in shorter trainings, linear schedule, noise as prediction, batch 16, moving average,
flips), but not its network of 114 million parameters.`;
}

export const timeToQuality = await part(import.meta.url, {
  name: "timeToQuality",
  title: "Time to quality",
  weight: 6800,
  onRequest: true,
  flags: options,
  measure,
  write,
});
