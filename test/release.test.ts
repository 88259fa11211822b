import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const copy = mkdtempSync(join(tmpdir(), "cellgen-release-"));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const published = [
  "apps/demo",
  "apps/trainer",
  ...readdirSync(join(root, "packages")).map((name) => `packages/${name}`),
] as const;

/** ONNX Runtime's binaries, in packages of its version. */
const platforms = readdirSync(join(root, "packages/onnxruntime/platforms")).map(
  (name) => `packages/onnxruntime/platforms/${name}`,
);

interface Manifest {
  readonly private?: boolean;
  readonly keywords?: readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly name: string;
  readonly version: string;
  readonly packageManager: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

it.each([...published, ...platforms])(
  "%s can be published: with keywords, engines and no install script",
  (folder) => {
    const manifest = manifestIn(join(root, folder));
    expect(manifest.private).toBeUndefined();
    expect(manifest.keywords?.length).toBeGreaterThan(2);
    expect(manifest.engines).toEqual({ node: ">=20.19" });
    for (const script of ["preinstall", "install", "postinstall", "prepare"]) {
      expect(manifest.scripts).not.toHaveProperty(script);
    }
    // CONTRIBUTING.md says where the public address goes.
    for (const field of ["homepage", "bugs", "repository"]) expect(manifest).not.toHaveProperty(field);
  },
);

it("changeset version gives all packages the next version and the changed one its changelog", () => {
  for (const file of ["package.json", "pnpm-workspace.yaml", ".changeset/config.json"]) {
    cpSync(join(root, file), join(copy, file));
  }
  for (const folder of [...published, ...platforms, "examples", "bench", "docs"]) {
    cpSync(join(root, folder, "package.json"), join(copy, folder, "package.json"));
  }
  writeFileSync(join(copy, ".changeset/new.md"), '---\n"@cellgen/random": minor\n---\n\nDraws dice.\n');
  const changeset = createRequire(import.meta.url).resolve("@changesets/cli/bin.js");
  execFileSync(process.execPath, [changeset, "version"], { cwd: copy, stdio: "pipe" });

  const [major, minor] = manifestIn(join(root, "packages/random")).version.split(".").map(Number);
  const next = `${major}.${minor! + 1}.0`;
  for (const folder of published) {
    const { name, version, dependencies = {} } = manifestIn(join(copy, folder));
    expect(version, name).toBe(next);
    for (const [sibling, range] of Object.entries(dependencies)) {
      if (sibling.startsWith("@cellgen/")) expect(range, `${name}: ${sibling}`).toBe(`^${next}`);
    }
  }
  for (const folder of platforms) {
    expect(manifestIn(join(copy, folder))).toEqual(manifestIn(join(root, folder)));
  }
  const changelog = readFileSync(join(copy, "packages/random/CHANGELOG.md"), "utf8");
  expect(changelog).toContain(`## ${next}\n\n### Minor Changes\n\n- Draws dice.`);
  expect(readdirSync(join(copy, ".changeset"))).toEqual(["config.json"]);
});

it("pending changesets name published packages, in the style of a changelog", () => {
  const names = published.map((folder) => manifestIn(join(root, folder)).name);
  for (const file of readdirSync(join(root, ".changeset")).filter((name) => name.endsWith(".md"))) {
    const [, header = "", body = ""] = readFileSync(join(root, ".changeset", file), "utf8").split("---\n");
    for (const [, name] of header.matchAll(/^"(.+)": /gm)) expect(names, file).toContain(name);
    expect(body.trim(), file).toMatch(/^(Added|Changed|Fixed|Removed):\n\n- /);
  }
});

it("what pnpm packs names real versions, where the workspace names its catalog", () => {
  const folder = join(root, "packages/data");
  const { name, version, dependencies = {} } = manifestIn(folder);
  expect(Object.values(dependencies)).toContain("catalog:");
  const { packageManager } = manifestIn(root);
  const pack = ["-y", packageManager, "pack", "--pack-destination", copy];
  execFileSync("npx", pack, { cwd: folder, stdio: "pipe", shell: process.platform === "win32" });

  const tarball = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
  execFileSync("tar", ["-xzf", tarball, "package/package.json"], { cwd: copy });
  const packed = manifestIn(join(copy, "package")).dependencies ?? {};
  expect(Object.keys(packed).sort()).toEqual(Object.keys(dependencies).sort());
  for (const range of Object.values(packed)) expect(range).toMatch(/^\^?\d+\.\d+\.\d+$/);
});
