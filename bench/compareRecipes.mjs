/** Train with different settings, and compare the images with real ones: `node bench/compareRecipes.mjs --help`. */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { tileGrid } from "@cellgen/figures";
import { createGenerator } from "@cellgen/pipelines";
import { loadModel } from "@cellgen/pipelines/node";
import { prepareRun, runFolder } from "@cellgen/training/node";
import { imageJudge } from "./compareRecipes/imageJudge.mjs";
import { tilesOf } from "./compareRecipes/tilesOf.mjs";
import { table } from "./table.mjs";

const help = `Train with different settings, and compare the generated images with held-out real ones. docs/measurements/recipes.md has the results.

  cellgen data split --data blood --out split
  node bench/compareRecipes.mjs --data split/training --held-out split/held-out --runs runs.json --out out

  --data DIR       training images
  --held-out DIR   held-out images
  --runs FILE      JSON: the settings of trainFolder for each run, by name, such as {"v": {"size": 64, "recipe": "denoising", "steps": 2000}}; of one size
  --out DIR        folder for the runs, a picture of each, and results.json
  --count N        number of generated images per run (default: 512)
  --threads N      number of CPU cores (default: all)

Runs in --out are kept: an interrupted one resumes, a complete one is only compared. Their settings must not change.
`;

const flags = parseArgs({
  options: {
    data: { type: "string" },
    "held-out": { type: "string" },
    runs: { type: "string" },
    out: { type: "string" },
    count: { type: "string", default: "512" },
    threads: { type: "string" },
    help: { type: "boolean", default: false },
  },
}).values;
const isComplete = flags.data && flags["held-out"] && flags.runs && flags.out;
if (flags.help || !isComplete) {
  process.stdout.write(help);
  process.exit(flags.help ? 0 : 2);
}
const { data, out } = flags;
const count = Number(flags.count);
const threads = flags.threads ? { threads: Number(flags.threads) } : {};

try {
  await compareRuns();
} catch (error) {
  process.stderr.write(`compareRecipes: ${error.message}\n`);
  process.exitCode = 1;
}

async function compareRuns() {
  const runs = Object.entries(JSON.parse(await readFile(flags.runs, "utf8")));
  await mkdir(out, { recursive: true });
  for (const [name, settings] of runs) await trainOnce(name, settings);
  const { card } = await loadModel(join(out, runs[0][0]));
  const judge = await imageJudge({ data, heldOut: flags["held-out"], card, ...threads });
  try {
    const heldOut = await judge.heldOut();
    const results = [];
    for (const [name, settings] of runs) results.push({ name, settings, ...(await compare(name, judge)) });
    await writeFile(join(out, "results.json"), `${JSON.stringify({ heldOut, results }, undefined, 2)}\n`);
    process.stdout.write(`${tableOf(heldOut, results)}\n`);
  } finally {
    await judge.dispose();
  }
}

async function trainOnce(name, settings) {
  const folder = join(out, name);
  const resume = existsSync(runFolder(folder).checkpoint);
  const own = { out: folder, resume, force: !resume };
  const run = await prepareRun(data, { sampleEvery: 0, ...settings, ...threads, ...own });
  try {
    if (run.step === run.settings.steps) return;
    let shown = Date.now();
    await run.train({
      onProgress({ step, steps, meanLoss }) {
        if (Date.now() - shown < 30_000) return;
        shown = Date.now();
        process.stderr.write(`${name}: step ${step}/${steps}, loss ${meanLoss.toFixed(4)}\n`);
      },
    });
  } finally {
    await run.dispose();
  }
}

/** Minutes of training, and the distances of the generated images. */
async function compare(name, judge) {
  const model = await loadModel(join(out, name));
  const generator = await createGenerator(model, judge.engine, { batchSize: 16 });
  const images = [];
  for await (const image of generator.generate({ count, seed: 0, ...inTurn(model.card.classes) }))
    images.push(image);
  await generator.dispose();
  await writeFile(
    join(out, `${name}.png`),
    await tileGrid([{ title: name, columns: 8, tiles: tilesOf(images.slice(0, 32), model.card) }]),
  );
  return { minutes: await minutesOf(join(out, name)), ...(await judge.generated(images, model.card)) };
}

/** Each class in turn. */
function inTurn(classes) {
  return classes.length > 0 ? { class: (index) => index % classes.length } : {};
}

async function minutesOf(folder) {
  const lines = (await readFile(runFolder(folder).metrics, "utf8")).trim().split("\n");
  return lines.reduce((sum, line) => sum + JSON.parse(line).stepMilliseconds, 0) / 60_000;
}

function tableOf(heldOut, results) {
  const share = (value) => (value === undefined ? "" : `${Math.round(100 * value)} %`);
  const row = (name, minutes, { kid, kidError, frechet, precision, recall, coverage, seen }) => [
    name,
    minutes?.toFixed(1) ?? "",
    `${kid.toFixed(3)} ± ${kidError.toFixed(3)}`,
    frechet.toFixed(1),
    `${share(precision)}, ${share(recall)}`,
    share(coverage),
    share(seen),
  ];
  const head = [
    "Run",
    "Minutes",
    "KID",
    "Fréchet distance",
    "Precision, recall",
    "Coverage",
    "Class recognized",
  ];
  return table(head, [
    row("held-out images", undefined, heldOut),
    ...results.map(({ name, minutes, ...distances }) => row(name, minutes, distances)),
  ]);
}
