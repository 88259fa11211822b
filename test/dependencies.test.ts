import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const packages = fileURLToPath(new URL("../packages", import.meta.url));

/** What each package may depend on: the data flows one way. */
const allowed: Record<string, readonly string[]> = {
  random: [],
  schedules: [],
  safetensors: [],
  diffusion: ["schedules"],
  samplers: ["diffusion", "random", "schedules"],
  nn: [],
  unet: ["nn", "random"],
  onnxruntime: [],
  engine: ["nn", "onnxruntime"],
  data: ["filters", "random"],
  figures: ["data", "filters"],
  filters: ["random"],
  metrics: ["filters", "random"],
  training: [
    "data",
    "diffusion",
    "engine",
    "figures",
    "filters",
    "pipelines",
    "random",
    "safetensors",
    "samplers",
    "schedules",
    "unet",
  ],
  evaluation: [
    "data",
    "engine",
    "figures",
    "metrics",
    "nn",
    "onnxruntime",
    "pipelines",
    "random",
    "safetensors",
    "training",
  ],
  pipelines: [
    "data",
    "diffusion",
    "engine",
    "figures",
    "filters",
    "metrics",
    "random",
    "safetensors",
    "samplers",
    "schedules",
    "unet",
  ],
};

/** Packages for Node only. */
const nodeOnly = ["figures", "onnxruntime"];

/** What only the entry for Node of a package may depend on: its main entry works without. */
const onlyForNode: Record<string, readonly string[]> = {
  evaluation: ["figures"],
  pipelines: ["figures"],
  training: ["data", "figures", "filters", "pipelines", "samplers"],
};

interface Manifest {
  readonly dependencies?: Record<string, string>;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [
    ...text.matchAll(/^(?:import|export)\b[^;]*?from\s+"([^"]+)"/gm),
    ...text.matchAll(/import\("([^"]+)"\)/g),
  ].map((match) => match[1] ?? "");
}

/** The files that an entry point reaches inside its package. */
function reachableFrom(entry: string): Set<string> {
  const reached = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const target of importsOf(file)) if (target.startsWith(".")) open.push(join(file, "..", target));
  }
  return reached;
}

describe("the dependency direction", () => {
  for (const [name, siblings] of Object.entries(onlyForNode)) {
    it(`the main entry of ${name} reaches none of ${siblings.join(", ")}`, () => {
      const imported = [...reachableFrom(join(packages, name, "src/index.ts"))].flatMap(importsOf);
      for (const sibling of siblings) {
        expect(imported.filter((target) => `${target}/`.startsWith(`@cellgen/${sibling}/`))).toEqual([]);
      }
    });
  }

  it("names every package", () => {
    expect(readdirSync(packages).sort()).toEqual(Object.keys(allowed).sort());
  });

  for (const [name, siblings] of Object.entries(allowed)) {
    const folder = join(packages, name);

    it(`${name} depends on no other package than ${siblings.join(", ") || "none"}`, () => {
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
      const declared = Object.keys(manifest.dependencies ?? {}).filter((key) => key.startsWith("@cellgen/"));
      const imported = sourceFiles(join(folder, "src"))
        .flatMap(importsOf)
        .filter((target) => target.startsWith("@cellgen/"))
        .map((target) => target.split("/").slice(0, 2).join("/"));
      for (const dependency of [...declared, ...imported]) {
        expect(siblings.map((sibling) => `@cellgen/${sibling}`)).toContain(dependency);
      }
    });

    if (nodeOnly.includes(name)) continue;
    it(`${name} runs in a browser: its main entry, and one for pages, reach no node module`, () => {
      const entries = ["index.ts", "web.ts"].map((entry) => join(folder, "src", entry)).filter(existsSync);
      const reached = entries.flatMap((entry) => [...reachableFrom(entry)]);
      const node = reached.filter((file) =>
        importsOf(file).some(
          (target) => target.startsWith("node:") || target.endsWith("/node") || target === "sharp",
        ),
      );
      expect(node).toEqual([]);
    });
  }
});

describe("TensorFlow.js", () => {
  const entry = join(packages, "diffusion/src/coefficients/index.ts");
  const withoutTensors = [
    ...reachableFrom(entry),
    ...["random", "schedules", "samplers"].flatMap((name) => sourceFiles(join(packages, name, "src"))),
  ];

  it("is loaded by neither the samplers nor their dependencies", () => {
    expect(withoutTensors.length).toBeGreaterThan(30);
    for (const file of withoutTensors) {
      expect(readFileSync(file, "utf8"), file).not.toMatch(/^(?:import|export)\b[^;]*"@tensorflow\//m);
    }
  });

  it("is not needed for @cellgen/diffusion/coefficients, the only entry of diffusion that samplers import", () => {
    const outside = [...reachableFrom(entry)].flatMap(importsOf).filter((target) => !target.startsWith("."));
    expect(outside).toEqual([]);
    const ofSamplers = sourceFiles(join(packages, "samplers/src")).flatMap(importsOf);
    const ofDiffusion = ofSamplers.filter((target) => target.startsWith("@cellgen/diffusion"));
    expect(new Set(ofDiffusion)).toEqual(new Set(["@cellgen/diffusion/coefficients"]));
  });
});
