import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Every test file, named from the root, with slashes. */
const files = ["packages", "apps", "test"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts") && !file.includes("node_modules"))
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`),
);

/** What `npm run test:long` runs: tests that are long themselves, and those that have a long form. */
const haveLongForm = [
  "packages/engine/test/conformance.test.ts",
  "packages/engine/test/blocks/conformance.test.ts",
  "test/page/engines.test.ts",
];
const isLongFile = (file: string): boolean => file.endsWith(".long.test.ts");

/** Tests that replace modules, or change or expect the state of their process. */
const isAlone = (file: string): boolean =>
  file === "packages/engine/test/registerGradients.test.ts" ||
  /\bvi\.(hoisted|mock|doMock|resetModules)\b|\bprocess\.chdir\(/.test(
    readFileSync(join(root, file), "utf8"),
  );

const wanted =
  process.env["CELLGEN_LONG"] === undefined
    ? files.filter((file) => !isLongFile(file))
    : files.filter((file) => isLongFile(file) || haveLongForm.includes(file));

export default defineConfig({
  resolve: { conditions: ["@cellgen/source"] },
  ssr: { resolve: { conditions: ["@cellgen/source", "node", "import", "default"] } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
    // tfjs-core's gradients come only as files that Node cannot load unaided.
    server: { deps: { inline: [/tfjs-core\/dist\/(?!tf-core)/, /@cellgen\//] } },
    exclude: configDefaults.exclude,
    projects: [
      // Vitest runs projects in the order of their names.
      { extends: true, test: { name: "isolated", include: wanted.filter(isAlone) } },
      // Modules are imported once a process, which takes a fifth of the time of all tests otherwise.
      {
        extends: true,
        test: { name: "shared", isolate: false, include: wanted.filter((file) => !isAlone(file)) },
      },
    ],
  },
});
