import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A program served as a page. */
export interface ServedPage {
  readonly url: string;
  close(): Promise<void>;
}

const types: Record<string, string> = { ".js": "text/javascript", ".wasm": "application/wasm" };

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Nothing but the page's own scripts and WebAssembly may run. */
export const strictPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/**
 * Bundles a program out of the packages' sources and serves it under a policy, with the engines' WebAssembly binaries in `/engines/`,
 * the golden values in `/fixtures/` and, if wanted, isolated from other origins, so that it may use threads.
 */
export async function servePage(
  program: string,
  { isolated, policy = strictPolicy }: { readonly isolated: boolean; readonly policy?: string },
): Promise<ServedPage> {
  const { outputFiles } = await build({
    entryPoints: { page: program },
    bundle: true,
    splitting: true,
    format: "esm",
    outdir: "/",
    write: false,
    conditions: ["@cellgen/source"],
    logLevel: "error",
  });
  const scripts = new Map(
    outputFiles.map(({ path, contents }) => [path.replaceAll("\\", "/").replace(/^[A-Z]:/, ""), contents]),
  );
  const contentOf = async (path: string): Promise<Uint8Array | undefined> => {
    if (path === "/")
      return Buffer.from(
        '<!doctype html><title>cellgen</title><script type="module" src="/page.js"></script>',
      );
    if (path === "/favicon.ico") return new Uint8Array();
    if (path.startsWith("/engines/"))
      return readFile(binaryFile(path.slice("/engines/".length))).catch(() => undefined);
    if (path.startsWith("/fixtures/")) return readFile(join(root, path)).catch(() => undefined);
    return scripts.get(path);
  };
  const server = createServer(async ({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://page");
    const content = await contentOf(pathname);
    response.writeHead(content ? 200 : 404, {
      "content-type": types[extname(pathname)] ?? "text/html",
      "content-security-policy": policy,
      ...(isolated && {
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
      }),
    });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Where a package of the engines has a file of this name. */
function binaryFile(name: string): string {
  const { resolve } = createRequire(
    fileURLToPath(new URL("../../packages/engine/package.json", import.meta.url)),
  );
  const entry = resolve(name.startsWith("ort-") ? "onnxruntime-web" : "@tensorflow/tfjs-backend-wasm");
  return join(dirname(entry), name);
}
