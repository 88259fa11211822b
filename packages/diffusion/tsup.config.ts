import { defineConfig } from "tsup";

export default defineConfig({
  entry: { index: "src/index.ts", coefficients: "src/coefficients/index.ts" },
  format: "esm",
  target: "node20",
  dts: true,
  tsconfig: "../../tsconfig.build.json",
  clean: true,
});
