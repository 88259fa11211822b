/** Writes docs/measurements/performance.md and its pictures out of what was measured, and measures nothing: `node bench/writePerformance.mjs [--quick]`. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { parts } from "./parts.mjs";
import { ratioPlot, scalingPlot } from "./plot.mjs";
import { filesOf, readResults } from "./results.mjs";
import { table } from "./table.mjs";

const { quick } = parseArgs({ options: { quick: { type: "boolean", default: false } } }).values;
const results = await readResults(quick);
if (!results) {
  console.error("writePerformance: there must be results, found none. Run npm run bench.");
  process.exit(1);
}
const { page, pictures } = filesOf(quick);
for (const folder of [pictures, dirname(page)]) await mkdir(folder, { recursive: true });
const caption =
  "Whole training steps, and sampling steps of whole batches. Thin lines are the ranges of the rounds; grey is where PyTorch is faster.";
const groups = ratioGroups(results);
const compared = Object.keys(groups).length > 0;
if (compared) await writeFile(join(pictures, "performance-ratios.svg"), await ratioPlot(groups));
const { scaling } = results;
if (scaling) await writeFile(join(pictures, "performance-scaling.svg"), await scalingPlot(scaling));
await writeFile(page, pageOf(results));
console.log(page);

/** What has a ratio to PyTorch, by the kind of step. */
function ratioGroups({ trainStep, sampling }) {
  const groups = {
    "A training step": trainStep?.rows.map(({ title, step }) => ({ label: title, ratio: step.peer?.ratio })),
    "A sampling step": sampling?.rows.map(({ title, batchSize, peer }) => ({
      label: `${title}, batch ${batchSize}`,
      ratio: peer?.ratio,
    })),
  };
  const compared = Object.entries(groups).map(([group, rows = []]) => [
    group,
    rows.filter((row) => row.ratio),
  ]);
  return Object.fromEntries(compared.filter(([, rows]) => rows.length > 0));
}

function pageOf(measured) {
  const found = parts.filter(({ name }) => measured[name]);
  const all = found.map(({ name }) => measured[name]);
  const [{ machine }] = all;
  const intro = `# Performance

What training and sampling cost, next to other libraries on the same machine. Written by \`npm run bench\`; nothing in it was typed in.

${table(
  ["", ""],
  [
    [
      "processor",
      `${machine.processor}, ${machine.cores} core${machine.cores > 1 ? "s" : ""}, ${machine.memoryGiB} GiB`,
    ],
    ["system", distinct(all.map((part) => part.machine.system))],
    ["Node", distinct(all.map((part) => part.machine.node))],
    ["cellgen", distinct(all.map(({ engine }) => engine).filter(Boolean)) || "its engine of choice"],
    ["measured", distinct(all.map(({ date }) => date))],
  ],
)}

## How to read it

- **Bold is a ratio**: cellgen's time (or memory) divided by the other's. Below 1 cellgen needs less. Read the ratios: times change with the
  machine and with what else runs on it.
- Steps that are compared take turns in the same run, of about a second (of a fifth of one for convolutions alone), with a pause in
  between, since waiting threads of one would disturb the other. A ratio is the median of the rounds' ratios, with the least and the
  greatest in brackets; *fastest* is the ratio of the two fastest runs of all. Memory and start-up are measured in processes of their
  own, one after the other.
- PyTorch runs eagerly, channels last, in float32, on as many threads as cellgen; other ways to run it are not measured. A whole training
  step is random timesteps and noise, forward, backward, clipping by the global norm, AdamW and the moving average of the weights.
- GFLOP/s are nominal: they count the products of convolutions and matrices as the network is written, those too that the engine saves
  where pixels are doubled before a convolution.
- Below each part stands when it was measured, of which commit and with which Node: parts may be measured again alone.
- To measure it again: \`npm run bench\` (half an hour), or parts of it, \`npm run bench -- --only trainStep,memory\`. PyTorch and diffusers
  are installed in \`bench/.venv\`, or taken from the interpreter that \`PYTHON\` names; \`TFJS_NODE\` names a folder with tfjs-node. What is
  not there is left out. \`npm run bench -- --help\` tells more; \`node bench/writePerformance.mjs\` writes this page again without
  measuring.`;
  const pictured = compared
    ? [
        `![Times in units of PyTorch's](../pictures/performance-ratios.svg)

${caption}`,
      ]
    : [];
  const sections = found.map(({ name, title, write }) => {
    const curves =
      name === "scaling"
        ? "![Time of a training step over batch and size](../pictures/performance-scaling.svg)\n\n"
        : "";
    const { date, commit, machine: of } = measured[name];
    const when = `Measured ${date}, commit ${commit}, Node ${of.node}.`;
    return `## ${title}\n\n${curves}${write(measured[name])}\n\n${when}`;
  });
  return `${[intro, ...pictured, ...sections].join("\n\n")}\n`;
}

function distinct(values) {
  return [...new Set(values)].toSorted().join("; ");
}
