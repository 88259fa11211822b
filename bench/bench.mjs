/** `npm run bench`: install, measure every part in a separate process, and write docs/measurements/performance.md. */
import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureBuilt, ensureInstalled } from "../scripts/setUp.mjs";
import { makeInterpreter } from "./peers/interpreter.mjs";
import { startProgress } from "./progress.mjs";
import { flags } from "./timeToQuality/flags.mjs";

const help = `Measure cellgen against other libraries and write docs/measurements/performance.md.

  npm run bench                              everything but timeToQuality: about an hour on two cores
  npm run bench -- --only trainStep,memory   only these parts; the page keeps the last results of the others
  npm run bench -- --quick                   test all parts, with output in bench/quick; the numbers are meaningless
  npm run bench -- --only timeToQuality --data DIR
                                             minutes of training to a quality: about two hours
  node bench/trainStep.mjs                   one part with its table
  node bench/writePerformance.mjs            write the page from the last results

Parts: trainStep, sampling, int8, int8Quality, others, layers, scaling, memory, startUp, imageLoading, timeToQuality.

Options of timeToQuality:

${Object.entries(flags).map(describeFlag).join("\n")}

Environment variables:

  PYTHON      Python interpreter with torch, and diffusers to measure it (default: a venv in bench/.venv)
  TFJS_NODE   folder with @tensorflow/tfjs-node in its node_modules
  MODEL       trained model for int8, and MODEL_DATA its training images
`;

const { only, quick, data, isHelp, given } = readFlags();
if (isHelp) {
  process.stdout.write(help);
  process.exit();
}
await ensureInstalled();
await ensureBuilt();
const { parts } = await import("./parts.mjs");
const names = parts.map(({ name }) => name);
const wanted = only?.split(",") ?? parts.filter(({ onRequest }) => !onRequest).map(({ name }) => name);
const unknown = wanted.find((name) => !names.includes(name));
if (unknown !== undefined) fail(`--only must name parts (${names.join(", ")}), got ${unknown}.`);

if (given.length > 0 && !wanted.includes("timeToQuality"))
  fail(`${given[0]} is an option of timeToQuality: name it with --only.`);
if (wanted.includes("timeToQuality") && !existsSync(data ?? ""))
  fail(
    `--data must be a folder of images with a subfolder per class for timeToQuality, got ${data ?? "none"}.`,
  );

const missing = await makeInterpreter((line) => console.error(`bench: ${line}`));
if (missing) console.error(`bench: PyTorch and diffusers are skipped: ${missing}`);

const [load] = loadavg();
if (load > 0.5)
  console.error(`bench: this machine is busy (load ${load.toFixed(1)}), which the numbers will show`);

const chosen = parts.filter(({ name }) => wanted.includes(name));
const progress = startProgress(chosen);
const failed = [];
for (const { name } of chosen) {
  progress.begin(name);
  const own = name === "timeToQuality" ? given : [];
  const code = await runNode(`${name}.mjs`, own, ({ fraction, what }) => progress.at(fraction, what));
  if (code !== 0) failed.push(name);
}
progress.end();
if ((await runNode("writePerformance.mjs", [])) !== 0) failed.push("writePerformance");
if (failed.length > 0) fail(`failed: ${failed.join(", ")}.`, 1);

/** The flags of all parts, and `given`: the arguments that are flags of timeToQuality. */
function readFlags() {
  const options = {
    help: { type: "boolean", short: "h" },
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    ...flags,
  };
  try {
    const { values, tokens } = parseArgs({ options, tokens: true });
    const given = tokens
      .filter(({ name }) => Object.hasOwn(flags, name))
      .flatMap(({ name, value }) => (value === undefined ? [`--${name}`] : [`--${name}`, value]));
    return { only: values.only, quick: values.quick, data: values.data, isHelp: values.help, given };
  } catch (error) {
    return fail(error.message);
  }
}

/** "  --minutes N     duration of the longest training (default: 16)" */
function describeFlag([name, { value = "", help, default: preset }]) {
  return `  ${`--${name} ${value}`.padEnd(15)} ${help}${preset ? ` (default: ${preset})` : ""}`;
}

function fail(line, code = 2) {
  console.error(`bench: ${line}`);
  process.exit(code);
}

function runNode(file, args, onMessage) {
  const path = join(fileURLToPath(new URL(".", import.meta.url)), file);
  return new Promise((resolve, reject) => {
    const child = fork(path, [...args, ...(quick ? ["--quick"] : [])]);
    if (onMessage) child.on("message", onMessage);
    child.on("error", reject);
    child.on("close", resolve);
  });
}
