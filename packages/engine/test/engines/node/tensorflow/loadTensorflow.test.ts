import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import util from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setEagerBackend } from "../../../../src/engines/eager/setEagerBackend.ts";

const home = process.cwd();
let project: string;
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "cellgen-tensorflow-")));
  process.chdir(project);
  vi.resetModules();
});
afterEach(() => {
  process.chdir(home);
  rmSync(project, { recursive: true, force: true });
});

/** A package in the project's node_modules that is a single file. */
function install(name: string, text: string): void {
  const folder = join(project, "node_modules", ...name.split("/"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, main: "index.js" }));
  writeFileSync(join(folder, "index.js"), text);
}

async function load(threads?: number) {
  setEagerBackend();
  const { loadTensorflow } = await import("../../../../src/engines/node/tensorflow/loadTensorflow.ts");
  return loadTensorflow(threads);
}

describe("loadTensorflow", () => {
  it("says what to install", async () => {
    await expect(load()).rejects.toMatchObject({
      name: "EngineUnavailableError",
      engine: "tensorflow",
      code: "ERR_ENGINE_NOT_INSTALLED",
      message: expect.stringContaining("npm install @tensorflow/tfjs-node@4.22.0"),
    });
  });

  it("finds it beside the project, the one for graphics cards first", async () => {
    install("@tensorflow/tfjs-node", "exports.version = { 'tfjs-node': 'plain' };");
    expect((await load()).version).toEqual({ "tfjs-node": "plain" });
    vi.resetModules();
    install("@tensorflow/tfjs-node-gpu", "exports.version = { 'tfjs-node': 'gpu' };");
    expect((await load()).version).toEqual({ "tfjs-node": "gpu" });
  });

  it("looks again after it was installed, and loads it once", async () => {
    const { loadTensorflow } = await import("../../../../src/engines/node/tensorflow/loadTensorflow.ts");
    expect(() => loadTensorflow(1)).toThrow("is not installed");
    install("@tensorflow/tfjs-node", "exports.version = { 'tfjs-node': 'plain' };");
    const found = loadTensorflow(1);
    rmSync(join(project, "node_modules"), { recursive: true });
    expect(loadTensorflow(1)).toBe(found);
  });

  it("says in one line why it does not load", async () => {
    const missing =
      "The Node.js native addon module (tfjs_binding.node) can not be found at path: here. \\nRun this.";
    install("@tensorflow/tfjs-node", `throw new Error("${missing}");`);
    await expect(load()).rejects.toThrow(
      new Error(
        "@tensorflow/tfjs-node does not load (The Node.js native addon module (tfjs_binding.node) can not be found at path: here). Rebuild it with npm rebuild @tensorflow/tfjs-node --build-addon-from-source",
      ),
    );
  });

  it("gives it what newer versions of Node do not have, quiet, and as many threads as it is told", async () => {
    vi.stubEnv("TF_NUM_INTRAOP_THREADS", undefined);
    vi.stubEnv("TF_CPP_MIN_LOG_LEVEL", undefined);
    const removed = { isNullOrUndefined: undefined, isArray: undefined };
    const before = Object.fromEntries(Object.keys(removed).map((name) => [name, Reflect.get(util, name)]));
    Object.assign(util, removed);
    install(
      "@tensorflow/tfjs-node",
      `const util = require("node:util");
       exports.version = { "tfjs-node": [util.isNullOrUndefined(null), util.isNullOrUndefined(0), util.isArray([])].join() };`,
    );
    expect((await load(3)).version).toEqual({ "tfjs-node": "true,false,true" });
    expect(process.env["TF_NUM_INTRAOP_THREADS"]).toBe("3");
    expect(process.env["TF_CPP_MIN_LOG_LEVEL"]).toBe("1");
    Object.assign(util, before);
    vi.unstubAllEnvs();
  });

  it("leaves tfjs's current backend, and holds its warnings back only while it loads", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const core = createRequire(import.meta.url).resolve("@tensorflow/tfjs-core");
    install(
      "@tensorflow/tfjs-node",
      `const tf = require(${JSON.stringify(core)});
       tf.registerBackend("a backend of the test", () => new tf.KernelBackend());
       if (!tf.setBackend("a backend of the test")) throw new Error("it does not start");
       tf.registerKernel(tf.getKernel("Abs", "cpu"));`,
    );
    await load();
    expect(tf.getBackend()).toBe("cpu");
    expect(warn.mock.calls).toEqual([]);
    tf.registerKernel(tf.getKernel("Abs", "cpu"));
    expect(warn.mock.calls).toEqual([["The kernel 'Abs' for backend 'cpu' is already registered"]]);
    warn.mockRestore();
  });
});
