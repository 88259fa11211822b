import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";

const cache = fileURLToPath(new URL("../../node_modules/.cache/", import.meta.url));

/** Starts the browser with the libraries that it comes with, and with its fonts where the system has none. */
const launcher = `#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH="$here/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_PATH="$here/fonts"
exec "$here/chromium" "$@"
`;

/**
 * Unpack the Chromium of the npm package @sparticuz/chromium, once for each version.
 *
 * @returns The file that starts it; undefined on platforms for which the package has none.
 */
export function npmChromium(): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const archives = join(dirname(entry), "..", "bin");
  const { version } = JSON.parse(readFileSync(join(archives, "..", "package.json"), "utf8"));
  const folder = join(cache, `chromium-${version}`);
  if (!existsSync(folder)) unpack(archives, folder);
  return join(folder, "launch.sh");
}

function unpack(archives: string, folder: string): void {
  mkdirSync(cache, { recursive: true });
  const part = mkdtempSync(`${folder}-`);
  chmodSync(part, 0o755);
  const content = (name: string) => brotliDecompressSync(readFileSync(join(archives, name)));
  writeFileSync(join(part, "chromium"), content("chromium.br"), { mode: 0o755 });
  for (const name of ["swiftshader", "al2023", "fonts"]) {
    execFileSync("tar", ["-x", "-C", part], { input: content(`${name}.tar.br`) });
  }
  // Theirs names folders of the service that the package is made for.
  writeFileSync(
    join(part, "fonts", "fonts.conf"),
    `<fontconfig><dir>${join(folder, "fonts")}</dir><cachedir>${join(folder, "fonts")}</cachedir></fontconfig>`,
  );
  writeFileSync(join(part, "launch.sh"), launcher, { mode: 0o755 });
  try {
    renameSync(part, folder);
  } catch (error) {
    // Another process has unpacked it meanwhile.
    rmSync(part, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}
