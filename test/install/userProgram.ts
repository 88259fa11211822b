import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** A program of a user of the packages, in JavaScript that is TypeScript as well: it trains on images of blood cells in `cells`. */
const userProgram = `
import { loadPipeline } from "@cellgen/pipelines/node";
import { trainFolder } from "@cellgen/training/node";

const options = { preset: "tiny", size: 16, steps: 4, batch: 2, engine: "onnx" } as const;
const run = await trainFolder("cells", { out: "runs/my-cells", classConditional: true, ...options });
console.log("trained", run.step, Number.isFinite(run.loss));

const cells = await loadPipeline("runs/my-cells", { engine: "onnx" });
const brief = { steps: 2, sampler: "ddim" } as const;
const images = await cells.generate({ count: 2, seed: 0, batchSize: 2, ...brief });
await images[0].save("cell.png");
await images[1].save("other.png");
for await (const { index, height, width } of cells.generate({ count: 2, seed: 0, ...brief })) {
  console.log("generated", index, height, width);
}
const clean = await cells.denoise("cell.png", { noise: 8 });
console.log("denoised", clean.height, clean.width);
const completions = await cells.inpaint("cell.png", { left: 2, top: 2, width: 4, height: 4 }, { preset: "fast", samples: 1 });
console.log("inpainted", completions.length);
const translated = await cells.translate("cell.png", { to: "leukocyte", from: "platelet", steps: 2 });
console.log("translated", translated.height, translated.width);
const frames = await cells.interpolate({ from: "cell.png", to: "other.png", class: "leukocyte", frames: 3, steps: 2 });
console.log("interpolated", frames.length);
await cells.dispose();
`;

/** What the program prints. */
export const userProgramOutput: readonly string[] = [
  "trained 4 true",
  "generated 0 16 16",
  "generated 1 16 16",
  "denoised 16 16",
  "inpainted 1",
  "translated 16 16",
  "interpolated 3",
];

/** Wrong uses: types that do not resolve are \`any\`, which takes every argument. */
const misuse = `
import { loadPipeline } from "@cellgen/pipelines/node";
import { trainFolder } from "@cellgen/training/node";

const cells = await loadPipeline("runs/my-cells");
// @ts-expect-error: no number
await cells.generate({ count: "8" });
// @ts-expect-error: no file
await cells.denoise(8);
// @ts-expect-error: the mask is missing
await cells.inpaint("cell.png");
// @ts-expect-error: no class
await cells.translate("cell.png", { to: true });
// @ts-expect-error: no end
await cells.interpolate({ from: "a.png" });
// @ts-expect-error: no folder for the run
await trainFolder("cells", { classConditional: true });
`;

/** The program in JavaScript. */
export const userProgramInJavaScript = userProgram.replaceAll(" as const;", ";");

/**
 * Compiles the program, and checks wrong uses, in a strict TypeScript project.
 *
 * @param project - A folder with the packages in its node_modules. Gets the compiled program as `compiled/program.js`.
 * @returns What the compiler finds wrong.
 */
export function compileUserProgram(project: string): string[] {
  mkdirSync(join(project, "typescript"), { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(project, "typescript", name), text);
  write("program.ts", userProgram);
  write("misuse.ts", misuse);
  const compilerOptions = {
    strict: true,
    module: "nodenext",
    types: [],
    skipLibCheck: false,
    outDir: join(project, "compiled"),
  };
  write("package.json", JSON.stringify({ type: "module" }));
  write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["program.ts", "misuse.ts"] }));
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", join(project, "typescript")], {
    encoding: "utf8",
  });
  // All declarations are checked, and those of tfjs-core have errors of their own.
  return stdout.split("\n").filter((line) => line && !line.includes("tfjs-core/"));
}
