import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { afterAll, expect, it } from "vitest";

const engine = fileURLToPath(new URL("../packages/engine", import.meta.url));
/** Inside this package, for the native library, which stays outside the bundle, is looked for above it. */
const folder = mkdtempSync(fileURLToPath(new URL("../packages/onnxruntime/bundle-", import.meta.url)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shared = {
  bundle: true,
  format: "esm",
  conditions: ["@cellgen/source"],
  logLevel: "silent",
} as const satisfies BuildOptions;

it("a page is bundled without onnxruntime-web, which it then looks for when it runs", async () => {
  const { outputFiles } = await build({
    ...shared,
    entryPoints: [join(engine, "src/web.ts")],
    write: false,
    alias: { "onnxruntime-web": "no-such-package" },
  });
  expect(outputFiles[0]!.text.includes('import("onnxruntime-web/wasm")')).toBe(true);
});

it("a bundle for Node, with ONNX Runtime's library outside it, has its engines", async () => {
  const outfile = join(folder, "program.mjs");
  await build({
    ...shared,
    stdin: {
      contents: `import { createEngine } from "./src/node.ts";
        for (const name of ["onnx", "cpu"]) console.log((await createEngine(name)).description);`,
      resolveDir: engine,
    },
    outfile,
    platform: "node",
    // tfjs-core asks for Node's modules by require.
    banner: {
      js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);',
    },
  });
  const printed = execFileSync(process.execPath, [outfile], { encoding: "utf8" });
  expect(printed).toMatch(/^onnx: ONNX Runtime .+\ncpu: TensorFlow\.js .+\n$/);
});
