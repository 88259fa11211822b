import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { onnxRuntimeVersion, platforms } from "../src/loadBinding.ts";

const folder = fileURLToPath(new URL("..", import.meta.url));
const manifestOf = (path: string) => JSON.parse(readFileSync(join(folder, path, "package.json"), "utf8"));

describe("the packages of the platforms", () => {
  it("are the optional dependencies, at ONNX Runtime's version", () => {
    expect(readdirSync(join(folder, "platforms")).sort()).toEqual(platforms);
    const wanted = platforms.map((platform) => [`@cellgen/onnxruntime-${platform}`, onnxRuntimeVersion]);
    expect(manifestOf(".").optionalDependencies).toEqual(Object.fromEntries(wanted));
  });

  it.each(platforms)("%s is installed on its platform only, and runs no script there", (platform) => {
    const [os, cpu] = platform.split("-");
    const manifest = manifestOf(`platforms/${platform}`);
    expect(manifest).toMatchObject({
      name: `@cellgen/onnxruntime-${platform}`,
      version: onnxRuntimeVersion,
      license: "MIT",
      os: [os],
      cpu: [cpu],
      engines: manifestOf(".").engines,
    });
    expect(manifest.libc).toEqual(os === "linux" ? ["glibc"] : undefined);
    expect(Object.keys(manifest.scripts)).toEqual(["prepack"]);
  });

  it("pack their binaries with ONNX Runtime's license and notices", () => {
    const platform = platforms.find((name) => name === `${process.platform}-${process.arch}`)!;
    const report = execFileSync("npm", ["pack", "--json", "--dry-run"], {
      cwd: join(folder, "platforms", platform),
      encoding: "utf8",
      shell: process.platform === "win32",
    });
    const [{ files }] = JSON.parse(report.slice(report.indexOf("["))) as [{ files: { path: string }[] }];
    const packed = files.map(({ path }) => path);
    expect(packed).toContain("bin/onnxruntime_binding.node");
    expect(packed.sort()).toEqual([
      "LICENSE",
      "README.md",
      "ThirdPartyNotices.txt",
      ...readdirSync(join(folder, "platforms", platform, "bin")).map((name) => `bin/${name}`),
      "package.json",
    ]);
  });
});
