import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalRegistry, publish, startRegistry } from "./localRegistry.ts";
import { compileUserProgram, userProgramInJavaScript, userProgramOutput } from "./userProgram.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "cellgen-install-"));
const connections = join(folder, "connections.txt");
const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const platform = `${process.platform}-${process.arch}`;

/** The environment of a command that reaches one registry and no other host. */
function environment(registry: LocalRegistry): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|pnpm_|NODE_PATH|VITEST|.*_proxy)/i.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    npm_config_registry: registry.url,
    npm_config_cache: join(folder, "npm-cache"),
    npm_config_userconfig: join(folder, "none.npmrc"),
    npm_config_globalconfig: join(folder, "none-global.npmrc"),
    npm_config_audit: "false",
    // Port 9 is closed.
    HTTP_PROXY: "http://127.0.0.1:9",
    HTTPS_PROXY: "http://127.0.0.1:9",
    NO_PROXY: "127.0.0.1",
    NODE_OPTIONS: `--require ${join(root, "test/install/onlyLoopback.cjs")}`,
    CELLGEN_TEST_CONNECTIONS: connections,
  };
}

function run(command: string, args: readonly string[], cwd: string, registry: LocalRegistry): string {
  return execFileSync(command, args, {
    cwd,
    env: environment(registry),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
}

/** The total size of the files in a folder. */
function bytesIn(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

describe("installed from a registry, with no other host to reach", () => {
  let registry: LocalRegistry;
  let version: string;

  beforeAll(async () => {
    const tarballs = join(folder, "tarballs");
    const pack = ["-r", "--filter", "./packages/*", "--filter", "./apps/trainer"];
    pack.push("--filter", `@cellgen/onnxruntime-${platform}`, "pack", "--pack-destination", tarballs);
    execFileSync("npx", ["-y", packageManager, ...pack], { cwd: root, stdio: "pipe" });
    version = JSON.parse(readFileSync(join(root, "apps/trainer/package.json"), "utf8")).version;

    // An install with the upstream fills the registry, then the upstream is taken away, and npm's cache.
    const upstream = execFileSync("npm", ["config", "get", "registry"], {
      cwd: folder,
      encoding: "utf8",
    }).trim();
    const filling = await startRegistry(folder, { upstream });
    const first = join(folder, "first");
    mkdirSync(first);
    writeFileSync(join(first, "package.json"), "{}");
    try {
      await publish(
        readdirSync(tarballs).map((file) => join(tarballs, file)),
        filling,
        folder,
      );
      run("npm", ["install", `@cellgen/trainer@${version}`], first, filling);
    } finally {
      await filling.close();
    }
    rmSync(join(folder, "npm-cache"), { recursive: true });
    rmSync(first, { recursive: true });
    registry = await startRegistry(folder);
  }, 600_000);

  afterAll(async () => {
    await registry?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("npx @cellgen/trainer trains a model in an empty folder", () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    const cellgen = (...args: string[]) =>
      run("npx", ["-y", `@cellgen/trainer@${version}`, ...args], empty, registry);
    cellgen("data", "synth", "--kind", "smear", "--count", "12", "--size", "32", "--out", "cells");
    const train = ["--preset", "tiny", "--size", "16", "--steps", "20", "--batch", "2", "--engine", "onnx"];
    cellgen("train", "--data", "cells", "--out", "run", ...train);
    expect(existsSync(join(empty, "run/model_index.json"))).toBe(true);
    expect(cellgen("sample", "--model", "run", "--count", "2", "--out", "samples", "--steps", "2")).toMatch(
      /onnx/,
    );
  }, 300_000);

  it("takes at most 180 MB on Linux x64, and has no install script", () => {
    const [hash] = readdirSync(join(folder, "npm-cache/_npx"));
    const modules = join(folder, "npm-cache/_npx", hash!, "node_modules");
    const megabytes = bytesIn(modules) / 1e6;
    console.log(`@cellgen/trainer, installed: ${megabytes.toFixed(1)} MB`);
    if (platform === "linux-x64") expect(megabytes).toBeLessThan(180);
    const { packages } = JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8")) as {
      packages: Record<string, { hasInstallScript?: boolean; resolved?: string }>;
    };
    expect(Object.keys(packages)).toContain(`node_modules/@cellgen/onnxruntime-${platform}`);
    for (const [name, { hasInstallScript, resolved }] of Object.entries(packages)) {
      expect(hasInstallScript, name).toBeUndefined();
      if (resolved) expect(resolved, name).toMatch(/^http:\/\/127\.0\.0\.1:/);
    }
  });

  it("a program trains on a folder, loads the model and uses it, in JavaScript and in TypeScript", () => {
    const project = join(folder, "project");
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "project", type: "module" }));
    const packages = ["pipelines", "training", "engine", "unet"].map((name) => `@cellgen/${name}`);
    run("npm", ["install", ...packages, "@tensorflow/tfjs-core"], project, registry);

    const outputIn = (name: string, program: string): string[] => {
      const place = join(project, name);
      mkdirSync(place);
      cpSync(join(folder, "empty/cells"), join(place, "cells"), { recursive: true });
      return run(process.execPath, [program], place, registry).trim().split("\n");
    };
    writeFileSync(join(project, "program.mjs"), userProgramInJavaScript);
    expect(outputIn("in-javascript", join(project, "program.mjs"))).toEqual(userProgramOutput);
    expect(compileUserProgram(project)).toEqual([]);
    expect(outputIn("in-typescript", join(project, "compiled/program.js"))).toEqual(userProgramOutput);
    const written = (name: string) => readFileSync(join(project, name, "cell.png"));
    expect(written("in-typescript")).toEqual(written("in-javascript"));
  }, 240_000);

  it("nothing tried to reach another host, which would have been refused and noticed", () => {
    expect(existsSync(connections) ? readFileSync(connections, "utf8") : "").toBe("");
    const tries = 'fetch("http://host.invalid").catch(() => fetch("https://127.0.0.2")).catch(() => {})';
    run(process.execPath, ["-e", tries], folder, registry);
    expect(readFileSync(connections, "utf8")).toBe("host.invalid\n127.0.0.2\n");
  });
});
