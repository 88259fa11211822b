/** The interpreter of the Python peer: that of the environment variable PYTHON, otherwise that of a venv. */
import { execFile } from "node:child_process";
import { access, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);
const folder = fileURLToPath(new URL("../.venv", import.meta.url));
const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));
const stamp = join(folder, "installed.txt");
const inVenv =
  process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");

/** @returns `{ python }`, or `{ missing }`: the reason why there is none. */
export async function interpreter() {
  if (process.env.PYTHON) return { python: process.env.PYTHON };
  const installed = await access(stamp).then(
    () => true,
    () => false,
  );
  if (installed) return { python: inVenv };
  return { missing: "no interpreter with torch: run npm run bench, which makes one, or set PYTHON" };
}

/**
 * Create the venv with the packages of requirements.txt, a download of some gigabytes, unless PYTHON is set or the packages are installed.
 *
 * @param log - Called with a line before the installation starts.
 * @returns The reason why there is no interpreter, or undefined.
 */
export async function makeInterpreter(log) {
  if (process.env.PYTHON) return undefined;
  const wanted = await readFile(requirements, "utf8");
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return undefined;
  const python = await firstThatRuns(["python3", "python"]);
  if (!python) return "there is no Python here";
  try {
    log("making bench/.venv with PyTorch, torchvision and diffusers (once, some minutes)");
    await rm(folder, { recursive: true, force: true });
    await execute(python, ["-m", "venv", folder]);
    const quietly = ["--quiet", "--disable-pip-version-check", "--no-input"];
    await execute(inVenv, ["-m", "pip", "install", ...quietly, "-r", requirements]);
    await writeFile(stamp, wanted);
    return undefined;
  } catch (error) {
    return String(error.stderr || error.message)
      .trim()
      .split("\n")
      .at(-1);
  }
}

async function firstThatRuns(commands) {
  for (const command of commands) {
    const runs = await execute(command, ["--version"]).then(
      () => true,
      () => false,
    );
    if (runs) return command;
  }
  return undefined;
}
