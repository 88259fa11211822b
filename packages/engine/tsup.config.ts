import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts", "src/node.ts", "src/web.ts", "src/choices.ts"],
  format: "esm",
  target: "node20",
  dts: true,
  tsconfig: "../../tsconfig.build.json",
  clean: true,
  // tfjs's gradients are modules that Node cannot resolve by itself.
  noExternal: [/@tensorflow\/tfjs-core\/dist\/gradients/],
});
