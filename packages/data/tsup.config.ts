import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts", "src/node.ts", "src/text.ts", "src/decodeWorker.ts"],
  format: "esm",
  target: "node20",
  dts: true,
  tsconfig: "../../tsconfig.build.json",
  clean: true,
});
