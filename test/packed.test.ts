import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "cellgen-packed-"));
const packed = ["schedules", "diffusion"];

const readme = readFileSync(join(root, "packages/diffusion/README.md"), "utf8");
const program = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";

/** The cosine schedule's formula, of step 0…1000 of noise (Nichol and Dhariwal 2021, Eq. 17). */
const cosineAlphaCumprod = (step: number) => Math.cos(((step / 1000 + 0.008) / 1.008) * (Math.PI / 2)) ** 2;

function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", shell: process.platform === "win32" });
}

/** The packages as another project gets them: out of tarballs, outside the workspace. */
beforeAll(() => {
  const tarballs = packed.map((name) => {
    const report = npm(["pack", "--json", "--pack-destination", project], join(root, "packages", name));
    return join(project, (JSON.parse(report) as [{ filename: string }])[0].filename);
  });
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "another-project", type: "module" }));
  npm(
    [
      "install",
      "--ignore-scripts",
      "--prefer-offline",
      "--no-audit",
      ...tarballs,
      "@tensorflow/tfjs-core@4.22.0",
      "@tensorflow/tfjs-backend-cpu@4.22.0",
    ],
    project,
  );
}, 180_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe("@cellgen/schedules and @cellgen/diffusion, installed from tarballs elsewhere", () => {
  it("run the program of the README in JavaScript", () => {
    writeFileSync(join(project, "program.mjs"), program);
    const output = execFileSync(process.execPath, ["program.mjs"], { cwd: project, encoding: "utf8" });
    const printed = [...output.matchAll(/^t = (\d+): mean (\S+), variance (\S+)$/gm)];
    expect(printed.map(([, t]) => Number(t))).toEqual([0, 250, 500, 750, 999]);
    // Of n = 65,536 normal numbers: 4 standard errors, of 1/sqrt(n) for the mean, sqrt(2/n) for the variance; and 3 digits.
    const [ofMean, ofVariance, digits] = [4 / 256, (4 * Math.SQRT2) / 256, 0.0005];
    for (const [t, mean, variance] of printed.map((match) => match.slice(1).map(Number))) {
      const a = cosineAlphaCumprod(t! + 1) / cosineAlphaCumprod(0);
      expect(Math.abs(mean! - Math.sqrt(a) * 0.5)).toBeLessThan(Math.sqrt(1 - a) * ofMean + digits);
      expect(Math.abs(variance! - (1 - a))).toBeLessThan((1 - a) * ofVariance + digits);
    }
  });

  it("have types that resolve in a strict TypeScript project", () => {
    writeFileSync(join(project, "program.ts"), program);
    // Types that do not resolve are `any`, which takes every argument.
    writeFileSync(
      join(project, "wrong.ts"),
      `import { qSample } from "@cellgen/diffusion";
import { noiseSchedule } from "@cellgen/schedules";
// @ts-expect-error: there is no such schedule
const schedule = noiseSchedule("cosine", 1000);
// @ts-expect-error: tensors are missing
qSample(schedule);
`,
    );
    const options = { strict: true, module: "nodenext", noEmit: true, skipLibCheck: false, types: [] };
    writeFileSync(
      join(project, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, files: ["program.ts", "wrong.ts"] }),
    );
    const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", project], { encoding: "utf8" });
    // All declarations are checked, and those of tfjs-core have errors of their own.
    const errors = stdout.split("\n").filter((line) => line && !line.includes("@tensorflow/tfjs-core/"));
    expect(errors).toEqual([]);
  });

  it("leak nothing of the workspace", () => {
    for (const name of packed) {
      const folder = join(project, "node_modules/@cellgen", name);
      const manifest = readFileSync(join(folder, "package.json"), "utf8");
      expect(manifest).not.toMatch(/"(workspace|catalog|link|file):/);
      for (const file of readdirSync(join(folder, "dist"))) {
        const text = readFileSync(join(folder, "dist", file), "utf8");
        expect(text).not.toContain(root);
        expect(text).not.toMatch(/from ['"](\.\.\/)+(packages|src)/);
      }
    }
  });
});
