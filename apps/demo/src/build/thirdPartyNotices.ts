import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** Collect the license texts of all bundled packages, including those in workers, which the bundler's own list omits. */
export function thirdPartyNotices(): { readonly collect: Plugin; text(): string } {
  const folders = new Set<string>();
  return {
    collect: {
      name: "third-party-notices",
      generateBundle(_, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== "chunk") continue;
          for (const id of chunk.moduleIds) {
            const folder = id.includes("node_modules") ? packageFolder(dirname(id)) : undefined;
            if (folder) folders.add(folder);
          }
        }
      },
    },
    text: () => ["# Software in this page", ...[...folders].map(notice).sort()].join("\n\n"),
  };
}

/** Find the root folder of the package that contains a folder. */
function packageFolder(folder: string): string | undefined {
  const file = join(folder, "package.json");
  // Some packages have nested manifests without a version.
  if (existsSync(file) && "version" in JSON.parse(readFileSync(file, "utf8"))) return folder;
  return dirname(folder) === folder ? undefined : packageFolder(dirname(folder));
}

function notice(folder: string): string {
  const { name, version, license }: Manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice)/i.test(file))
    .map((file) => `\n\n${readFileSync(join(folder, file), "utf8").trim()}`);
  return `## ${name} ${version} (${license})${texts.join("")}`;
}
