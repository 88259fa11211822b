import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const cli = fileURLToPath(new URL("../apps/trainer/dist/cli.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "cellgen-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** As it is published: bundled, its packages loaded from their own builds. */
function cellgen(...args: string[]): string {
  return execFileSync(process.execPath, [cli, ...args], { cwd: folder, encoding: "utf8" });
}

describe("the built command cellgen", () => {
  it("starts", () => {
    expect(cellgen("--version")).toMatch(/^\d+\.\d+\.\d+/);
  });

  it("lists the engines, each usable with its speed or with what is missing", () => {
    const lines = cellgen("engines").split("\n");
    for (const name of ["onnx", "onnx:webgpu", "onnx:dml", "tensorflow", "webgl", "wasm", "cpu"]) {
      const line = lines.find((text) => text.startsWith(`${name} `));
      expect(line).toMatch(/^[\w:]+ +(yes +[\d.]+|no) +\S/);
    }
  });

  it("writes nothing into the home folder", () => {
    const home = join(folder, "home");
    mkdirSync(home);
    const { ORT_DISABLE_TELEMETRY: _, ...env } = process.env;
    // On Windows the home folder is USERPROFILE, and programs keep their data in the other two.
    const places = { HOME: home, USERPROFILE: home, APPDATA: home, LOCALAPPDATA: home };
    for (const name of Object.keys(env)) if (name.startsWith("XDG_")) delete env[name];
    execFileSync(process.execPath, [cli, "engines"], { cwd: folder, env: { ...env, ...places } });
    expect(readdirSync(home)).toEqual([]);
  });

  it("trains and generates", () => {
    cellgen("data", "synth", "--kind", "fluorescence", "--count", "6", "--size", "16", "--out", "cells");
    cellgen("train", "--data", "cells", "--out", "run", "--preset", "tiny", "--size", "16", "--steps", "3");
    expect(readdirSync(join(folder, "run"))).toContain("report.html");
    cellgen("sample", "--model", "run", "--out", "samples", "--count", "1", "--steps", "3");
    expect(readdirSync(join(folder, "samples")).sort()).toEqual([
      "grid.png",
      "image-00000.png",
      "report.html",
      "samples.json",
    ]);
  });
});

describe("the built command cellgen-demo", () => {
  const demo = fileURLToPath(new URL("../apps/demo/dist/cli.js", import.meta.url));

  it("serves the page with its model until Ctrl-C", async () => {
    const server = spawn(process.execPath, [demo, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(server, "exit");
    const [line] = (await once(createInterface(server.stdout), "line")) as [string];
    const address = /^Serving at (http:\/\/127\.0\.0\.1:\d+\/) \(press Ctrl-C to stop\)$/.exec(line)?.[1];
    const page = await fetch(address!);
    expect(await page.text()).toContain("generate cell images");
    const index = await fetch(`${address}models/smear/model_index.json`);
    expect(await index.json()).toMatchObject({ _class_name: "DDPMPipeline" });
    server.kill("SIGINT");
    expect(await ended).toEqual(process.platform === "win32" ? [null, "SIGINT"] : [0, null]);
  });

  it("says in one line what is wrong", () => {
    const run = (...args: string[]) => spawnSync(process.execPath, [demo, ...args], { encoding: "utf8" });
    expect(run("--port", "web")).toMatchObject({
      status: 2,
      stderr: "cellgen-demo: --port must be a whole number from 0 to 65535, got web.\n",
    });
    expect(run("--wide")).toMatchObject({ status: 2, stderr: "cellgen-demo: unknown option '--wide'\n" });
    expect(run("--help").stdout).toContain("--port <n>");
  });
});
