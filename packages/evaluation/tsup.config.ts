import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts", "src/node.ts", "src/defaults.ts", "src/report/index.ts"],
  format: "esm",
  target: "node20",
  dts: true,
  tsconfig: "../../tsconfig.build.json",
  clean: true,
});
