import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { responseHeaders } from "./responseHeaders.ts";

const host = "127.0.0.1";

/** Accepted host names. A request from a DNS rebinding attack carries another name. */
const hostNames: ReadonlySet<string> = new Set([host, "localhost"]);

/** The default port. */
export const usualPort = 8421;

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

export interface PageServer {
  /** URL of the page, such as `http://127.0.0.1:8421/`. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serve a folder on this machine only.
 *
 * Only files that exist when the server starts are served, so no URL can reach a file outside the folder.
 *
 * @param port - 0 = any free port. @default 8421, or any free port if it is in use
 * @throws RangeError if the folder has no index.html; the system error (`code` `"EADDRINUSE"` …) if the port cannot be used.
 */
export async function servePage(folder: string, port?: number): Promise<PageServer> {
  const files = await filesIn(folder);
  if (!files.has("/index.html")) {
    throw new RangeError(
      `servePage: ${folder} must contain index.html, which is missing. Build the page first.`,
    );
  }
  const server = createServer((request, response) => void answer(files, request, response));
  try {
    await listen(server, port ?? usualPort);
  } catch (error) {
    if (port !== undefined || (error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    await listen(server, 0);
  }
  return {
    address: `http://${host}:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Map request paths to the files of a folder. */
async function filesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [`/${path.relative(folder, file).replaceAll(path.sep, "/")}`, file];
      }),
  );
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function answer(
  files: ReadonlyMap<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [name = ""] = (request.headers.host ?? "").split(":");
  if (!hostNames.has(name.toLowerCase())) {
    refuse(response, 421, `The page is served at http://${host}:${request.socket.localPort}/ only.`);
    return;
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { ...responseHeaders, Allow: "GET, HEAD" }).end();
    return;
  }
  const file = files.get(pathOf(request.url ?? "/"));
  const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
  if (file === undefined || found === undefined) {
    refuse(response, 404, "Not found.");
    return;
  }
  response.writeHead(200, {
    ...responseHeaders,
    "Content-Type": contentTypes[path.extname(file)] ?? "application/octet-stream",
    "Content-Length": found.size,
  });
  if (request.method === "HEAD") response.end();
  // If either side breaks off, both streams are closed and there is no response to send.
  else await pipeline(createReadStream(file), response).catch(() => {});
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...responseHeaders, "Content-Type": "text/plain" }).end(`${text}\n`);
}

/** Return the decoded path of a request, or "", which matches no file, if it cannot be decoded. */
function pathOf(url: string): string {
  try {
    const pathname = decodeURIComponent(url.split(/[?#]/)[0]!);
    return pathname === "/" ? "/index.html" : pathname;
  } catch {
    return "";
  }
}
