import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { linkPackages } from "../linkPackages.ts";
import { longForm } from "../longForm.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const packages = readdirSync(join(root, "packages"));
const project = mkdtempSync(join(tmpdir(), "cellgen-readmes-"));

/** What the programs import, as it would lie in a project that has installed it: the packages as they are built. */
beforeAll(() => linkPackages(project));
afterAll(() => rmSync(project, { recursive: true, force: true }));

interface Program {
  /** "samplers 1" is the first program of packages/samplers/README.md, "cellgen 1" that of the whole project's. */
  readonly name: string;
  readonly text: string;
  /** The packages of the README's `npm install`. */
  readonly installed: readonly string[];
}

function programsOf(name: string, file: string): Program[] {
  const readme = readFileSync(file, "utf8");
  const installed = /^npm install (.*)$/m.exec(readme)?.[1]?.split(" ") ?? [];
  return [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map((match, i) => ({
    name: `${name} ${i + 1}`,
    text: match[1]!,
    installed,
  }));
}

/** Looks at what a program printed, and at the folder that it ran in. */
type Check = (lines: readonly string[], folder: string) => void | Promise<void>;

const noising: Check = (lines) => {
  const schedule = [0, 250, 500, 750, 999];
  expect(lines.map((line) => Number(/^t = (\d+): /.exec(line)![1]))).toEqual(schedule);
  const [means, variances] = [/mean ([-\d.]+)/, /variance ([\d.]+)/].map((pattern) =>
    lines.map((line) => Number(pattern.exec(line)![1])),
  ) as [number[], number[]];
  // Of 65,536 pixels of 0.5: the mean goes to 0, the variance to 1.
  expect(means[0]).toBe(0.5);
  expect(Math.abs(means[4]!)).toBeLessThan(0.02);
  expect(variances[0]).toBe(0);
  expect(Math.abs(variances[4]! - 1)).toBeLessThan(0.03);
  expect(variances).toEqual(variances.toSorted((a, b) => a - b));
};

const savedCell: Check = async (_, folder) => {
  const { readImage } = await import("../../packages/data/src/node.ts");
  expect(await readImage(join(folder, "cell.png"))).toMatchObject({ width: 16, height: 16, channels: 3 });
};

const checks: Readonly<Record<string, Check>> = {
  "cellgen 1": savedCell,
  "data 1": (lines, folder) => {
    expect(lines).toEqual(["12 images, 0 unreadable", "12288 Int32Array(4) [ 0, 0, 0, 0 ]"]);
    expect(readdirSync(join(folder, "cells/smear"))).toHaveLength(12);
  },
  "diffusion 1": noising,
  "engine 1": (lines) => {
    expect(lines[0]).toMatch(/^onnx: /);
    expect(lines[1]).toBe("Float32Array(2) [ 3, -1 ]");
  },
  "engine 2": async (lines, folder) => {
    expect(lines).toEqual([]);
    process.env["ORT_DISABLE_TELEMETRY"] = "1";
    const { InferenceSession, Tensor } = await import("../../packages/onnxruntime/src/index.ts");
    const session = await InferenceSession.create(join(folder, "model.onnx"));
    const x = new Tensor("float32", Float32Array.of(1, 0, 0, 1, 1, 1, 2, 1), [4, 2]);
    const { y } = await session.run({ x });
    expect([...(y!.data as Float32Array)]).toEqual([3, -1, 2, 5]); // 3·x0 − x1
  },
  "evaluation 1": (lines) => {
    expect(lines[0]).toBe("These images cannot stand in for real cells.");
    expect(lines.join()).toMatch(/of 24 images resemble real ones in the features cells/);
    expect(lines.join()).toContain("measured features of the cells differ significantly from real ones");
  },
  "evaluation 2": (lines) => {
    const [kid, realBaseline] = /^KID (\S+), real images (\S+)$/.exec(lines[0]!)!.slice(1).map(Number) as [
      number,
      number,
    ];
    expect(kid).toBeGreaterThan(Math.abs(realBaseline) + 1);
    expect(lines[1]).toBe("learned (classifier): 40 generated, 60 real");
    expect(lines[2]).toBe("These images cannot stand in for real cells.");
  },
  "figures 1": async (_, folder) => {
    const { readImage } = await import("../../packages/data/src/node.ts");
    for (const file of ["cells.png", "loss.png"])
      expect((await readImage(join(folder, file))).width).toBeGreaterThan(400);
    expect(readFileSync(join(folder, "loss.svg"), "utf8")).toMatch(/^<svg/);
  },
  "filters 1": (lines) =>
    expect(lines).toEqual([
      "noise 0.098, left after denoising 0.017",
      "noise 19.0, left after denoising 2.9",
    ]),
  "metrics 1": (lines) =>
    expect(lines).toEqual([
      "kernel distance 1.003 ± 0.086",
      "Fréchet distance 4.65",
      "real against real -0.001 ± 0.008",
      "nearest of all: 1.99",
    ]),
  "metrics 2": (lines) => {
    const apart = ["foreground", "area", "perimeter", "granularity1", "granularity2"];
    expect(lines.slice(0, -1).map((line) => line.split(":")[0])).toEqual(apart);
    const [, found, mean, deviation] = /^kernel distance (\S+), real against real (\S+) ± (\S+)$/.exec(
      lines.at(-1)!,
    )!;
    expect(Number(found)).toBeGreaterThan(Number(mean) + 5 * Number(deviation));
    expect(Math.abs(Number(mean))).toBeLessThan(Number(deviation));
  },
  "nn 1": (lines) => expect(lines).toEqual(["[ 1, 16, 16, 16 ]", "[ 3, 3, 3, 16 ]"]),
  "nn 2": (lines) => expect(lines).toEqual(["[ 0, 0.7310585975646973 ]"]),
  "pipelines 1": savedCell,
  "pipelines 2": (lines, folder) => {
    expect(lines).toHaveLength(2);
    expect(lines[1]).toBe("inpainted; known pixels unchanged");
    const values = /^image 0: 16 x 16, begins with (\S+)$/.exec(lines[0]!)![1]!.split(",").map(Number);
    expect(values).toHaveLength(3);
    for (const value of values) expect(Math.abs(value)).toBeLessThanOrEqual(1);
    expect(readdirSync(join(folder, "my-model"))).toContain("model_index.json");
  },
  "random 1": (lines) => expect(lines).toEqual(["-0.9270991086959839 615"]),
  "safetensors 1": (lines) => expect(lines).toEqual(["Float32Array(4) [ 1, 2, 3, 4 ] [ 2, 2 ] pt"]),
  "onnxruntime 1": (lines) => expect(lines).toEqual(["Float32Array(3) [ 1, 4, 9 ]"]),
  "samplers 1": (lines) => {
    const [, mean, deviation] = /^4096 (\S+) (\S+)$/.exec(lines[0]!)!;
    expect(Number(mean)).toBeCloseTo(0.2, 2);
    expect(Number(deviation)).toBeCloseTo(0.1, 2);
  },
  "schedules 1": (lines) => {
    expect(lines[0]).toMatch(/^0\.492285/);
    expect(lines[1]).toBe("Int32Array(4) [ 999, 749, 499, 249 ]");
  },
  "training 1": (lines, folder) => {
    expect(lines.slice(0, 2).join()).toMatch(/^step 10 of 20, loss \d\.\d+,step 20 of 20, loss \d\.\d+$/);
    expect(lines[2]).toMatch(/^20 \d\.\d+$/);
    expect(lines[3]).toBe("[ 'erythrocyte', 'leukocyte', 'platelet' ]");
    expect(readdirSync(join(folder, "runs/my-cells"))).toContain("model_index.json");
  },
  "training 2": (lines, folder) => {
    expect(lines.map((line) => line.split(" ")[0])).toEqual(["10", "20", "30", "40", "50", "60", "182"]);
    const losses = lines.slice(0, 6).map((line) => Number(line.split(" ")[1]));
    expect(losses[5]).toBeLessThan(losses[0]!);
    expect(readdirSync(folder)).toContain("run.safetensors");
  },
  "training 3": (lines) => {
    expect(lines.map((line) => line.split(" ")[0])).toEqual(["100", "200", "300", "y"]);
    expect(lines[3]).toBe("y = 3.00 x + -1.00");
  },
  "unet 1": (lines) => expect(lines).toEqual(["45259 [ 1, 16, 16, 3 ]"]),
};

/** Leaves an untrained model of small color images in runs/my-cells. */
const model = `
    import { schedulerConfig } from "@cellgen/pipelines";
    import { saveModel } from "@cellgen/pipelines/node";
    import { unet } from "@cellgen/unet";
    const network = unet({ inChannels: 3, outChannels: 3, blockOutChannels: [8], layersPerBlock: 1, normNumGroups: 4,
      downBlockTypes: ["DownBlock2D"], upBlockTypes: ["UpBlock2D"] });
    const scheduler = schedulerConfig({ numTrainTimesteps: 20 });
    const card = { formatVersion: 1, height: 16, width: 16, channels: 3, valueRange: [0, 255], bitDepth: 8, classes: [], training: {} };
    await saveModel("runs/my-cells", { unet: network, parameters: network.init(0), scheduler, card });`;

/** Programs that are run first, for what a README's program finds in its folder. */
const before: Readonly<Record<string, string>> = {
  "cellgen 1": model,
  "evaluation 1": `${model}
    import { mkdirSync } from "node:fs";
    import { synthesizeCell } from "@cellgen/data";
    import { writePng } from "@cellgen/data/node";
    mkdirSync("my-cells");
    for (let index = 0; index < 80; index++) {
      const { image } = synthesizeCell("smear", { size: 16, seed: 0, index });
      await writePng(\`my-cells/\${index}.png\`, image);
    }`,
  "pipelines 1": model,
  "training 1": `
    import { mkdirSync } from "node:fs";
    import { CELL_CLASSES, synthesizeCell } from "@cellgen/data";
    import { writePng } from "@cellgen/data/node";
    for (const name of CELL_CLASSES.smear) mkdirSync("my-cells/" + name, { recursive: true });
    for (let index = 0; index < 12; index++) {
      const { image, label } = synthesizeCell("smear", { size: 32, seed: 0, index });
      await writePng(\`my-cells/\${CELL_CLASSES.smear[label]}/\${index}.png\`, image);
    }`,
};

/** Programs that take long: they run in the long form alone. */
const longPrograms: readonly string[] = ["evaluation 1", "evaluation 2", "training 1", "training 2"];

const programs = [
  ...programsOf("cellgen", join(root, "README.md")),
  ...packages.flatMap((name) => programsOf(name, join(root, "packages", name, "README.md"))),
];

it("every README has a program, and each one is run here, in the short or the long form", () => {
  expect(new Set(programs.map(({ name }) => name.split(" ")[0]))).toEqual(new Set(["cellgen", ...packages]));
  expect(programs.map(({ name }) => name).sort()).toEqual(Object.keys(checks).sort());
});

it.each(programs.filter(({ name }) => longPrograms.includes(name) === longForm))(
  "$name runs as it stands, and prints what the README says",
  async (program) => {
    const folder = join(project, program.name.replace(" ", "-"));
    mkdirSync(folder);
    const run = async (name: string, text: string): Promise<string> => {
      writeFileSync(join(folder, name), text);
      return (await promisify(execFile)(process.execPath, [name], { cwd: folder })).stdout;
    };
    await run("before.mjs", before[program.name] ?? "");
    const stdout = await run("program.mjs", program.text);
    await checks[program.name]!(stdout.split("\n").slice(0, -1), folder);
  },
  240_000,
);

it.each(programs)("$name imports what the README installs", ({ name, text, installed }) => {
  // The whole project's README names no package to install: it has them all.
  if (name.startsWith("cellgen ")) return expect(installed).toEqual([]);
  for (const [, target] of text.matchAll(/^import (?:.* from )?"([^"]+)";$/gm)) {
    if (target!.startsWith("node:")) continue;
    expect(installed).toContain(target!.split("/").slice(0, 2).join("/"));
  }
});
