/**
 * Brings a clone to the point where its programs run: installs the packages and builds them, each only if
 * something that it depends on has changed. Needs node and npm alone.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

const installStamp = join(root, "node_modules", ".cellgen-installed");
const buildStamp = join(root, "node_modules", ".cellgen-built");

/** Runs pnpm in the version that package.json names, through npx. Rejects with the output's end if it fails. */
export async function pnpm(args, { show = false } = {}) {
  const { packageManager } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  await run(`npx -y ${packageManager} ${args.join(" ")}`, { show });
}

/** Runs a shell command in the root. Its output is shown, or kept back and printed only if it fails. */
export function run(command, { show = false } = {}) {
  const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      cwd: root,
      shell: true,
      env: environment,
      stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout?.on("data", (data) => {
      output += data;
    });
    child.stderr?.on("data", (data) => {
      output += data;
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${output}\n"${command}" ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}

/** Installs the packages of the lockfile, if they are not the ones installed. */
export async function ensureInstalled() {
  const wanted = hash(
    await readFile(join(root, "pnpm-lock.yaml")),
    process.version,
    process.platform,
    process.arch,
  );
  if ((await read(installStamp)) === wanted) return;
  await checkNode();
  console.error("Setting up: installing packages (once, about a minute)…");
  await rm(installStamp, { force: true });
  await pnpm(["install", "--frozen-lockfile", "--config.confirm-modules-purge=false"]);
  await writeFile(installStamp, wanted);
}

/** Builds the packages and apps, if a source is newer than what is built. */
export async function ensureBuilt() {
  if ((await read(buildStamp)) === (await fingerprint())) return;
  console.error("Setting up: building the packages…");
  await rm(buildStamp, { force: true });
  await pnpm(["exec", "turbo", "run", "build", "--output-logs=errors-only", "--no-update-notifier"]);
  await writeFile(buildStamp, await fingerprint());
}

async function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(
      `cellgen needs Node 20.19 or newer, this is ${process.versions.node}. Install it from nodejs.org.`,
    );
  }
}

/** What the build of all packages and apps reads in the root. */
const configuration = ["tsconfig.json", "tsconfig.base.json", "tsconfig.build.json", "turbo.json"];

/** What the build of a package or an app reads, as far as it has it. */
const sources = [
  "package.json",
  "tsconfig.json",
  "tsup.config.ts",
  "vite.config.ts",
  "index.html",
  "src",
  "assembly",
  "public",
];

/** A digest of names, sizes and times of everything that the build reads, and of what it leaves. */
async function fingerprint() {
  const parts = [await read(installStamp)];
  for (const path of configuration) await describe(join(root, path), parts);
  for (const workspace of ["packages", "apps"]) {
    for (const name of (await readdir(join(root, workspace))).sort()) {
      const folder = join(root, workspace, name);
      for (const path of sources) await describe(join(folder, path), parts);
      parts.push(
        `${name} ${await isFile(join(folder, "dist", workspace === "apps" ? "cli.js" : "index.js"))}`,
      );
    }
  }
  return hash(...parts);
}

async function describe(path, parts) {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isFile()) parts.push(`${relative(root, path)} ${entry.size} ${entry.mtimeMs}`);
  if (entry?.isDirectory())
    for (const name of (await readdir(path)).sort()) await describe(join(path, name), parts);
}

async function isFile(path) {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

async function read(path) {
  return readFile(path, "utf8").catch(() => "");
}

function hash(...parts) {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part).update("\0");
  return digest.digest("hex");
}
