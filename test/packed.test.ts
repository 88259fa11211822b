import { execFileSync } from "node:child_process";
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
    expect(program.length).toBeGreaterThan(0);
    expect(output).toMatch(/\d/);
  });

  it("have types that resolve in a strict TypeScript project", () => {
    writeFileSync(join(project, "program.ts"), program);
    const options = { strict: true, module: "nodenext", noEmit: true, skipLibCheck: true, types: [] };
    writeFileSync(
      join(project, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, files: ["program.ts"] }),
    );
    const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
    expect(execFileSync(process.execPath, [tsc, "-p", project], { encoding: "utf8" })).toBe("");
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
