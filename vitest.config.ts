import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@cellgen/source"] },
  ssr: { resolve: { conditions: ["@cellgen/source", "node", "import", "default"] } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "apps/*/test/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
    // tfjs-core's gradients come only as files that Node cannot load unaided.
    server: { deps: { inline: [/tfjs-core\/dist\/(?!tf-core)/, /@cellgen\//] } },
  },
});
