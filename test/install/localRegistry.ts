import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";

/** A registry of npm packages on this machine. */
export interface LocalRegistry {
  /** Its address, with a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

interface RegistryOptions {
  /** The registry that packages come from which this one lacks, and that are kept. Without it there are no others. */
  readonly upstream?: string;
}

/** Start verdaccio over a folder that holds its packages. */
export async function startRegistry(
  folder: string,
  { upstream }: RegistryOptions = {},
): Promise<LocalRegistry> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const everyone = { access: "$all", publish: "$all" };
  const config = {
    storage: join(folder, "storage"),
    auth: { htpasswd: { file: join(folder, "htpasswd") } },
    uplinks: upstream ? { upstream: { url: upstream, cache: true } } : {},
    packages: {
      // Published here, whatever the upstream may have under these names.
      "@cellgen/*": everyone,
      "**": upstream ? { ...everyone, proxy: "upstream" } : everyone,
    },
    max_body_size: "200mb",
    web: { enable: false },
    log: { type: "stdout", format: "pretty", level: "error" },
  };
  // YAML includes JSON.
  const file = join(folder, "config.yaml");
  writeFileSync(file, JSON.stringify(config));
  const program = createRequire(import.meta.url).resolve("verdaccio/bin/verdaccio");
  const child = spawn(process.execPath, [program, "--config", file, "--listen", `127.0.0.1:${port}`], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
  const ended = once(child, "exit");
  const isUp = async (): Promise<boolean> =>
    fetch(`${url}-/ping`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (let tries = 0; !(await isUp()); tries++) {
    if (child.exitCode !== null || tries === 300) throw new Error(`verdaccio does not start.\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    close: async () => {
      child.kill();
      await ended;
    },
  };
}

/** Publish tarballs, as a user who is made for it. */
export async function publish(
  tarballs: readonly string[],
  { url }: LocalRegistry,
  folder: string,
): Promise<void> {
  const userconfig = join(folder, "publish.npmrc");
  const answer = await fetch(`${url}-/user/org.couchdb.user:test`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "test", password: "a password for this test" }),
  });
  const { token } = (await answer.json()) as { token: string };
  writeFileSync(userconfig, `registry=${url}\n//${new URL(url).host}/:_authToken=${token}\n`);
  for (const tarball of tarballs) {
    execFileSync("npm", ["publish", tarball, "--userconfig", userconfig, "--provenance=false"], {
      cwd: folder,
      stdio: "pipe",
    });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
