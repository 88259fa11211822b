import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { defineConfig, type Plugin, transformWithOxc } from "vite";
import { thirdPartyNotices } from "./src/build/thirdPartyNotices.ts";
import { contentSecurityPolicy } from "./src/server/contentSecurityPolicy.ts";
import { isolationHeaders } from "./src/server/responseHeaders.ts";

const { resolve } = createRequire(import.meta.url);
const notices = thirdPartyNotices();

/** WebAssembly binaries of the engines, served from `engine/`. */
const binaries = [
  join(dirname(resolve("onnxruntime-web/wasm")), "ort-wasm-simd-threaded.wasm"),
  ...["", "-simd", "-threaded-simd"].map((kind) =>
    join(dirname(resolve("@tensorflow/tfjs-backend-wasm")), `tfjs-backend-wasm${kind}.wasm`),
  ),
];

/** Set the Content-Security-Policy in the page, for servers that do not send it. */
const policyTag: Plugin = {
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: contentSecurityPolicy },
      injectTo: "head-prepend",
    },
  ],
};

const engineBinaries: Plugin = {
  name: "engine-binaries",
  generateBundle(_, bundle) {
    // Drop the binaries that the bundler found in ONNX Runtime's script: duplicates, or those of WebGPU.
    for (const name of Object.keys(bundle)) if (/ort-wasm.*\.wasm$/.test(name)) delete bundle[name];
    for (const file of binaries) {
      const fileName = `engine/${file.slice(dirname(file).length + 1)}`;
      this.emitFile({ type: "asset", fileName, source: readFileSync(file) });
    }
  },
};

/** Write the third-party notices and the service worker. The worker lists all files of the page and must be in the same folder. */
const finish: Plugin = {
  name: "finish",
  apply: "build",
  async writeBundle({ dir }) {
    const folder = dir!;
    writeFileSync(join(folder, "third-party.md"), notices.text());
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "service-worker.js")
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
      .sort();
    const digest = createHash("sha256");
    for (const file of files) digest.update(file).update(readFileSync(join(folder, file)));
    const source = join(import.meta.dirname, "src/offline/serviceWorker.ts");
    const { code } = await transformWithOxc(readFileSync(source, "utf8"), source);
    const known = { files: ["./", ...files], version: digest.digest("hex") };
    const constants = Object.entries(known).map(
      ([name, value]) => `const ${name} = ${JSON.stringify(value)};\n`,
    );
    writeFileSync(join(folder, "service-worker.js"), constants.join("") + code);
  },
};

export default defineConfig({
  base: "./",
  plugins: [policyTag, engineBinaries, notices.collect, finish],
  server: { headers: isolationHeaders },
  worker: { format: "es", plugins: () => [notices.collect] },
  build: {
    outDir: "dist/page",
    target: "es2022",
    // Inlined assets become data: URLs, which the policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
});
