import { configDefaults, defineConfig } from "vitest/config";

const tests = ["packages/*/test/**", "apps/*/test/**", "test/**"];

/** What `npm run test:long` runs: tests that are long themselves, and those that have a long form. */
const long = [
  ...tests.map((folder) => `${folder}/*.long.test.ts`),
  "packages/engine/test/conformance.test.ts",
  "packages/engine/test/blocks/conformance.test.ts",
  "test/page/engines.test.ts",
];

const isLong = process.env["CELLGEN_LONG"] !== undefined;

export default defineConfig({
  resolve: { conditions: ["@cellgen/source"] },
  ssr: { resolve: { conditions: ["@cellgen/source", "node", "import", "default"] } },
  test: {
    include: isLong ? long : tests.map((folder) => `${folder}/*.test.ts`),
    exclude: isLong ? configDefaults.exclude : [...configDefaults.exclude, "**/*.long.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
    // tfjs-core's gradients come only as files that Node cannot load unaided.
    server: { deps: { inline: [/tfjs-core\/dist\/(?!tf-core)/, /@cellgen\//] } },
  },
});
