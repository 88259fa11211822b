import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const packages = fileURLToPath(new URL("../packages", import.meta.url));

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly types?: string }>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** Entries that need an optional peer, as their documentation states. */
const needPeers = ["./report"];

/** The type declarations that an entry consists of. */
function declarationsFrom(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, target] of readFileSync(file, "utf8").matchAll(/from ['"](\.[^'"]+)\.js['"]/g))
    declarationsFrom(join(dirname(file), `${target}.d.ts`), seen);
  return seen;
}

const entries = readdirSync(packages).flatMap((folder) => {
  const file = join(packages, folder, "package.json");
  if (!existsSync(file)) return [];
  const { name, exports, peerDependenciesMeta = {} } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  const peers = Object.keys(peerDependenciesMeta).filter((peer) => peerDependenciesMeta[peer]!.optional);
  return Object.entries(exports).flatMap(([entry, target]) => {
    if (peers.length === 0 || typeof target === "string" || !target.types || needPeers.includes(entry))
      return [];
    return [{ entry: `${name}${entry.slice(1)}`, types: join(packages, folder, target.types), peers }];
  });
});

describe("the types of an entry need no optional peer dependency:", () => {
  it.each(entries)("$entry", ({ types, peers }) => {
    for (const file of declarationsFrom(types)) {
      const text = readFileSync(file, "utf8");
      const imported = [...text.matchAll(/(?:from|import\()\s*['"]([^.'"][^'"]*)['"]/g)].map(
        ([, target]) => target!,
      );
      for (const peer of peers)
        expect(imported.filter((target) => target === peer || target.startsWith(`${peer}/`))).toEqual([]);
    }
  });

  it("covers the packages with optional peers", () => {
    expect(entries.map(({ entry }) => entry)).toEqual(
      expect.arrayContaining([
        "@cellgen/training/node",
        "@cellgen/evaluation/node",
        "@cellgen/pipelines/node",
      ]),
    );
  });
});
