import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findFullOnnxRuntime } from "../../../src/engines/node/findFullOnnxRuntime.ts";

let folder: string;
const before = process.cwd();
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "cellgen-full-")));
  mkdirSync(join(folder, "below"));
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** Install an onnxruntime-node in a folder, which runs a program when it is loaded. */
function install(version: string, program: string): void {
  const place = join(folder, "node_modules/onnxruntime-node");
  mkdirSync(place, { recursive: true });
  writeFileSync(
    join(place, "package.json"),
    JSON.stringify({ name: "onnxruntime-node", version, main: "main.js" }),
  );
  writeFileSync(join(place, "main.js"), program);
}

const working = `module.exports = { env: { versions: { node: "1.30.0" } }, full: true };`;

describe("findFullOnnxRuntime", () => {
  it("finds the package above a folder, and runs it only when it is loaded", () => {
    install("1.30.0", "throw new Error('it was run')");
    const found = findFullOnnxRuntime(join(folder, "below"))!;
    expect(found.version).toBe("1.30.0");
    expect(() => found.load()).toThrow("it was run");
  });

  it("finds nothing where it is not installed", () => {
    expect(findFullOnnxRuntime(join(folder, "below"))).toBeUndefined();
  });
});

/** The provider of this platform that @cellgen/onnxruntime leaves out, if there is one. */
const large = ({ linux: "cuda", win32: "dml" } as const)[process.platform as "linux" | "win32"];

describe.skipIf(!large || (large === "cuda" && process.arch !== "x64"))(
  `loadOnnxRuntime for ${large}`,
  () => {
    const load = async (...providers: ("cpu" | "cuda" | "dml")[]) => {
      vi.resetModules();
      process.chdir(join(folder, "below"));
      const { loadOnnxRuntime } = await import("../../../src/engines/node/loadOnnxRuntime.ts");
      let runtime: object = {};
      for (const provider of providers) runtime = await loadOnnxRuntime(provider);
      return runtime;
    };

    it("says what to install", async () => {
      await expect(load(large)).rejects.toThrow(
        /^onnx:\w+ needs the package onnxruntime-node, which is not installed\. Install it: npm install --ignore-scripts onnxruntime-node@1\.30\.0.*\. Or use onnx\.$/,
      );
    });

    it("takes onnxruntime-node above the current folder", async () => {
      install("1.30.0", working);
      expect(await load(large)).toMatchObject({ full: true });
    });

    it("leaves it alone for other providers", async () => {
      install("1.30.0", "throw new Error('it was run')");
      expect(await load("cpu")).not.toHaveProperty("full");
    });

    it("refuses an old one, one that does not load, and one that comes after another library", async () => {
      install("1.29.2", working);
      await expect(load(large)).rejects.toThrow(
        /onnxruntime-node 1\.30 or newer, got 1\.29\.2\. .+ Or use onnx\.$/,
      );
      install("1.30.0", "throw new Error('no library')");
      await expect(load(large)).rejects.toThrow(
        /onnxruntime-node does not load \(no library\)\. .+ Or use onnx\.$/,
      );
      install("1.31.0", working);
      await expect(load("cpu", large)).rejects.toThrow(
        /must be the first engine of its process: .+ or use onnx\.$/,
      );
    });
  },
);
