import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readlink, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PageServer, servePage } from "../src/server/servePage.ts";

let folder: string;
let server: PageServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-page-"));
  await mkdir(path.join(folder, "page", "models", "ä b"), { recursive: true });
  await writeFile(path.join(folder, "page", "index.html"), "<p>page</p>");
  await writeFile(path.join(folder, "page", "a.wasm"), Uint8Array.of(0, 97, 115, 109));
  await writeFile(path.join(folder, "page", "models", "ä b", "model_index.json"), "{}");
  await writeFile(path.join(folder, "secret.txt"), "secret");
  // Where the system lets a link to a file be made.
  await symlink("../secret.txt", path.join(folder, "page", "link.txt")).catch(() => {});
  server = await servePage(path.join(folder, "page"), 0);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** A request whose path is sent as it stands: `fetch` would tidy it up. */
function get(
  target: string,
  { method = "GET", headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: string; headers: object }> {
  const { hostname, port } = new URL(server.address);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path: target, method, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (data) => {
        body += data;
      });
      response.on("end", () => resolve({ status: response.statusCode!, body, headers: response.headers }));
    })
      .on("error", reject)
      .end();
  });
}

describe("servePage", () => {
  it("serves on this machine only, with the headers of a cross-origin isolated page", async () => {
    expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const { status, body, headers } = await get("/");
    expect({ status, body }).toEqual({ status: 200, body: "<p>page</p>" });
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringMatching(
        /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; .*connect-src 'self'; .*frame-ancestors 'none'$/,
      ),
    });
    expect((await get("/a.wasm")).headers).toMatchObject({ "content-type": "application/wasm" });
    expect((await get("/models/%C3%A4%20b/model_index.json?x=1")).body).toBe("{}");
  });

  it.each([
    "/../secret.txt",
    "/models/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "//secret.txt",
    "/models/",
    "/%",
    "/index.html%00",
    "/constructor",
    "/link.txt",
  ])("does not serve %s", async (target) => {
    const { status, body } = await get(target);
    expect({ status, body }).toEqual({ status: 404, body: "Not found.\n" });
  });

  it("answers to this machine's own host names only", async () => {
    for (const host of ["localhost", "127.0.0.1:9000", "LOCALHOST:80"]) {
      expect(await get("/", { headers: { host } })).toMatchObject({ status: 200 });
    }
    for (const host of ["elsewhere.example", "127.0.0.1.elsewhere.example:80", "[::1]:80"]) {
      const { status, body } = await get("/", { headers: { host } });
      expect({ status, body }).toEqual({
        status: 421,
        body: `The page is served at ${server.address} only.\n`,
      });
    }
  });

  it("answers HEAD without a body, and rejects other methods", async () => {
    expect(await get("/a.wasm", { method: "HEAD" })).toMatchObject({
      status: 200,
      body: "",
      headers: { "content-length": "4" },
    });
    expect(await get("/a.wasm", { method: "PUT" })).toMatchObject({
      status: 405,
      headers: { allow: "GET, HEAD" },
    });
  });

  it("rejects a port in use, and a folder without a page", async () => {
    const port = Number(new URL(server.address).port);
    await expect(servePage(path.join(folder, "page"), port)).rejects.toMatchObject({ code: "EADDRINUSE" });
    await expect(servePage(folder)).rejects.toThrow(
      `servePage: ${folder} must contain index.html, which is missing. Build the page first.`,
    );
  });

  it.skipIf(process.platform !== "linux")("closes a file when the client disconnects", async () => {
    const large = path.join(folder, "page", "large.bin");
    await writeFile(large, "");
    await truncate(large, 2 ** 26);
    /** Number of open handles of this process to the file. */
    const timesOpen = async (): Promise<number> => {
      const handles = (await readdir("/proc/self/fd")).map((name) => `/proc/self/fd/${name}`);
      const targets = await Promise.all(handles.map((handle) => readlink(handle).catch(() => "")));
      return targets.filter((target) => target === large).length;
    };
    const other = await servePage(path.join(folder, "page"), 0);
    const [response] = (await once(request(`${other.address}large.bin`).end(), "response")) as [
      IncomingMessage,
    ];
    await once(response, "readable");
    expect(await timesOpen()).toBe(1);
    response.destroy();
    await expect.poll(timesOpen, { timeout: 30_000 }).toBe(0);
    await other.close();
  });

  it("closes open connections when it is closed", async () => {
    const other = await servePage(path.join(folder, "page"), 0);
    const socket = connect(Number(new URL(other.address).port), "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.resume();
    await other.close();
    await closed;
    await expect(fetch(other.address)).rejects.toThrow();
  });
});
