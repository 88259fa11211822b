import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

const tests = ["packages/*/test/**", "apps/*/test/**", "test/**"];

/** What `npm run test:long` runs: tests that are long themselves, and those that have a long form. */
const long = [
  ...tests.map((folder) => `${folder}/*.long.test.ts`),
  "packages/engine/test/conformance.test.ts",
  "packages/engine/test/blocks/conformance.test.ts",
  "packages/unet/test/everyEngine.test.ts",
  "apps/trainer/test/commands/quickstart.test.ts",
  "test/examples.test.ts",
  "test/page/engines.test.ts",
  "test/readmes.test.ts",
];

const isLong = process.env["CELLGEN_LONG"] !== undefined;
const include = isLong ? long : tests.map((folder) => `${folder}/*.test.ts`);
const exclude = isLong ? configDefaults.exclude : [...configDefaults.exclude, "**/*.long.test.ts"];

/** Tests that replace modules, or change or expect the state of their process. */
const alone = testFolders().flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(isLong ? ".long.test.ts" : ".test.ts"))
    .filter((file) => file.endsWith("/registerGradients.test.ts") || replacesModules(file)),
);

function testFolders(): string[] {
  const ofPackages = ["packages", "apps"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}/test`),
  );
  return [...ofPackages.filter((folder) => existsSync(join(root, folder))), "test"];
}

function replacesModules(file: string): boolean {
  const text = readFileSync(join(root, file), "utf8");
  return /\bvi\.(hoisted|mock|doMock|resetModules)\b|\bprocess\.chdir\(/.test(text);
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
      {
        extends: true,
        test: { name: "isolated", include: alone, exclude },
      },
      // Modules are imported once a process: for each file they would take a fifth of the time of all tests.
      {
        extends: true,
        test: { name: "shared", isolate: false, include, exclude: [...exclude, ...alone] },
      },
    ],
  },
});
