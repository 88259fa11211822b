import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { anchors, linkTargets } from "./markdown.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const isWritten = (name: string): boolean => !/node_modules|\.vitepress|^api\//.test(name);

/** Every text that is published, by its path from the root. */
const files = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && isWritten(name))
    .map((name) => join("docs", name)),
  ...["packages", "apps"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name, "README.md")),
  ),
  "examples/README.md",
].filter((file) => existsSync(join(root, file)));

/** The page of the API reference that TypeDoc writes of a package's entry, such as "/api/@cellgen/data/node". */
const apiPage = /^\/api\/(?:@cellgen\/(\w+)(?:\/(\w+))?)?(?:\.md)?(?:#(.*))?$/;

/** Lower-case names of the exports and methods of each package, which are the anchors of its pages. */
const apiNames = new Map<string, ReadonlySet<string>>();

function namesOf(packageName: string): ReadonlySet<string> {
  let names = apiNames.get(packageName);
  if (!names) {
    const source = join(root, "packages", packageName, "src");
    const text = readdirSync(source, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(source, file), "utf8"))
      .join("\n");
    const declarations =
      /^(?:export (?:async )?(?:abstract )?(?:function\*?|const|class|interface|type) | {2}(?:async )?)(\w+)(?=\W)/gm;
    names = new Set([...text.matchAll(declarations)].map(([, name]) => name!.toLowerCase()));
    apiNames.set(packageName, names);
  }
  return names;
}

/** What is wrong with a link, or undefined. */
function fault(file: string, target: string): string | undefined {
  if (/^[a-z]+:/.test(target)) return /^(https|mailto):/.test(target) ? undefined : "is no https address";
  const api = apiPage.exec(target);
  if (api) {
    const [, name, entry, anchor] = api;
    if (name === undefined) return undefined;
    const source = join(root, "packages", name, "src");
    const entries = [`${entry ?? "index"}.ts`, join(entry ?? "", "index.ts")];
    if (!entries.some((path) => existsSync(join(source, path)))) return "is no entry of a package";
    return anchor === undefined || namesOf(name).has(anchor.replace(/-\d+$/, ""))
      ? undefined
      : "names no export of the package";
  }
  const [path, anchor] = target.split("#") as [string, string | undefined];
  const from = target.startsWith("/") ? join(root, "docs", path) : join(root, dirname(file), path);
  let found = path === "" ? join(root, file) : from;
  if (!existsSync(found)) found = [`${from}.md`, join(from, "index.md")].find(existsSync) ?? found;
  if (!existsSync(found)) return "leads nowhere";
  if (anchor === undefined || statSync(found).isDirectory()) return undefined;
  return anchors(found).has(anchor) ? undefined : `leads to no heading of ${relative(root, found)}`;
}

it.each(files)("the links of %s lead to files and headings", (file) => {
  const faults = linkTargets(join(root, file)).flatMap((target) => {
    const wrong = fault(file, target);
    return wrong === undefined ? [] : [`${target} ${wrong}`];
  });
  expect(faults).toEqual([]);
});

it("finds links to missing exports", () => {
  const file = "docs/guide/how-it-works.md";
  expect(fault(file, "/api/@cellgen/samplers#sampleddim")).toBeUndefined();
  expect(fault(file, "/api/@cellgen/samplers#sampleheun")).toBe("names no export of the package");
});

it("covers README files, guides and commands", () => {
  expect(files).toEqual(
    expect.arrayContaining([
      "README.md",
      "docs/guide/train.md",
      "docs/commands/train.md",
      "apps/demo/README.md",
    ]),
  );
});
