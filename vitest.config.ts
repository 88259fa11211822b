import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Every test file, by its path from the root. */
const files = [
  ...["packages", "apps"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}/test`),
  ),
  "test",
]
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map(
      (name) => `${folder}/${name.replaceAll("\\", "/")}`,
    ),
  )
  .filter((file) => file.endsWith(".test.ts"));

/** Tests with a short form, which `npm test` runs, and a long one. Files named `*.long.test.ts` have a long form only. */
const inBothForms = [
  "packages/engine/test/conformance.test.ts",
  "packages/engine/test/blocks/conformance.test.ts",
  "packages/data/test/formats/tiff/mutations.test.ts",
  "packages/data/test/formats/npy/mutations.test.ts",
  "packages/data/test/formats/raster/mutations.test.ts",
  "packages/data/test/formats/zarr/mutations.test.ts",
  "packages/data/test/sets/mutations.test.ts",
  "packages/unet/test/everyEngine.test.ts",
  "apps/trainer/test/commands/quickstart.test.ts",
  "test/docs/examples.test.ts",
  "test/docs/guides.test.ts",
  "test/page/engines.test.ts",
  "test/docs/readmes.test.ts",
];

/** Tests that expect a process in which nothing has used TensorFlow.js. */
const needFreshProcess = [
  "packages/engine/test/trace/registerGradients.test.ts",
  "packages/engine/test/trace/trace.test.ts",
];

for (const file of [...inBothForms, ...needFreshProcess]) {
  if (!files.includes(file)) throw new Error(`vitest.config.ts names ${file}, which does not exist.`);
}

const isLong = process.env["CELLGEN_LONG"] !== undefined;
const wanted = files.filter((file) =>
  file.endsWith(".long.test.ts") ? isLong : !isLong || inBothForms.includes(file),
);

/** Whether a test replaces modules, or changes or expects the state of its process: folder, user, backend of TensorFlow.js. */
function needsProcess(file: string): boolean {
  const text = readFileSync(join(root, file), "utf8");
  return (
    needFreshProcess.includes(file) ||
    /\bvi\.(hoisted|mock|doMock|resetModules)\b|\bprocess\.chdir\(/.test(text) ||
    /\b(asUnprivilegedUser|nodeEngines|useBackend)\b/.test(text)
  );
}

export default defineConfig({
  resolve: { conditions: ["@cellgen/source"] },
  ssr: { resolve: { conditions: ["@cellgen/source", "node", "import", "default"] } },
  test: {
    // A long test may take minutes on a busy machine.
    testTimeout: isLong ? 300_000 : 60_000,
    hookTimeout: isLong ? 300_000 : 60_000,
    pool: "forks",
    maxWorkers: 2,
    // tfjs-core's gradients come only as files that Node cannot load unaided.
    server: { deps: { inline: [/tfjs-core\/dist\/(?!tf-core)/, /@cellgen\//] } },
    projects: [
      // Vitest runs projects in the order of their names.
      { extends: true, test: { name: "isolated", include: wanted.filter(needsProcess) } },
      // Modules are imported once a process: for each file they would take a fifth of the time of all tests.
      {
        extends: true,
        test: { name: "shared", isolate: false, include: wanted.filter((file) => !needsProcess(file)) },
      },
    ],
  },
});
