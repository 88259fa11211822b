import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const packages = fileURLToPath(new URL("../packages", import.meta.url));

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

interface Entry {
  /** As it is imported: `@cellgen/data/node`. */
  readonly specifier: string;
  readonly file: string;
}

/** The entries of a package that are built from its sources, in the order of its manifest. */
function entriesOf(name: string): Entry[] {
  const folder = join(packages, name);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  return Object.entries(manifest.exports).flatMap(([subpath, target]) => {
    const source = typeof target === "object" ? target["@cellgen/source"] : undefined;
    return source ? [{ specifier: manifest.name + subpath.slice(1), file: join(folder, source) }] : [];
  });
}

/** The types that an entry exports, which are gone at run time. */
function typesOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  if (/^export \*/m.test(text)) throw new Error(`${file} must list what it exports, got "export *".`);
  const listed = [...text.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(([, allTypes, names]) =>
    names!
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && (allTypes || name.startsWith("type ")))
      .map((name) => name.replace(/^type /, "").replace(/^.* as /, "")),
  );
  const declared = [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name!);
  return [...listed, ...declared];
}

async function describeEntry({ specifier, file }: Entry): Promise<string> {
  const values = Object.keys((await import(file)) as object).sort();
  const types = typesOf(file).sort();
  return [specifier, ...values, ...types.map((name) => `type ${name}`)].join("\n  ");
}

const names = readdirSync(packages).filter((name) => entriesOf(name).length > 0);

describe("the public API of each package is that of test/publicApi (vitest -u writes it)", () => {
  it.each(names)("%s", async (name) => {
    const entries = await Promise.all(entriesOf(name).map(describeEntry));
    await expect(`${entries.join("\n\n")}\n`).toMatchFileSnapshot(`publicApi/${name}.txt`);
  });

  it("has no file of a package that is gone", () => {
    const files = readdirSync(fileURLToPath(new URL("publicApi", import.meta.url)));
    expect(files.filter((file) => !names.includes(file.replace(/\.txt$/, "")))).toEqual([]);
  });
});

it("a page and Node start engines by the same functions", async () => {
  const entries = entriesOf("engine").filter(({ specifier }) => /\/(node|web)$/.test(specifier));
  const [node, web] = await Promise.all(entries.map(async ({ file }) => Object.keys(await import(file))));
  expect(web!.sort()).toEqual(node!.sort());
});
