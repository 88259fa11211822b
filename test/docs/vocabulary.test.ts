import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Phrases that do not belong in public text, and what to write instead. */
const phrases: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\b(says?|tells?) (how|what|which|where|whether)\b/, "print, report, list, show"],
  [
    /\bbeside (real|others?|each other|one another|it|them|an?|the|that|those|what)\b/,
    "compared with, against; next to",
  ],
  [/\bdr(aws?|ew|awn|awing) (\w+ )?(images?|cells?)\b|\bwhat (it|a model) draws\b/, "generate"],
  [/\btak(es?|ing|en) (the |its |their )?noise (off|out|away)\b/, "denoise"],
  [/\bfill(s|ed|ing)? (\w+ )?holes?\b/, "inpaint masked regions"],
  [/\blearn(t|ed) by heart\b/, "memorized"],
  [/\bas (it |they )?(has |have )?learnt\b/, "unguided, as trained"],
  [/\bkept aside\b/, "held out"],
  [/\b(leaves?|left|leaving) (\w+ )?out\b/, "skip, exclude"],
  [/\bcells? that (the|a) model (knows|has seen)\b/, "cell types in the training set"],
  [/\bwhole or not at all\b/, "atomically"],
  [/\bof (one's|your) own\b/, "custom"],
  [/\bgo(es)? on (with|from)\b|\bit goes on\b/, "resume"],
  [/\b(begins?|starts?) (anew|afresh)\b/, "start over, restart"],
  [/\ba step of the whole batch\b/, "one sampling step"],
  [/\bwhoever\b|\bwhatever (is|they|it|you)\b|\bnobody\b/, "name the thing"],
  [/\bthe (least|greatest) (squared|mean|difference|error|distance|value|number|loss)\b/, "minimum, maximum"],
  [/\b(so|that) many\b/, "the number, N"],
  [/\b(insist on|how much to insist)\b/, "guidance scale"],
  [/\bleaves? the cores\b/, "disable thread spinning"],
  [/\boperators alone\b/, "standard ONNX operators only"],
  [/\bon eight bits\b/, "int8"],
  [/\b(teach(es)?|taught) a classifier\b/, "accuracy of a classifier trained on generated images"],
  [/\bmodels? (thinks?|knows?|believes?)\b/, "state the fact without personification"],
  [/\bimages that (all )?could be\b/, "plausible intermediate images"],
  [/\bnothing is needed for it\b/, "needs no data"],
  [/\bwhere in the program\b/, "stack trace"],
  [/\blet it not\b/, "do not"],
];

/** Places where a phrase has its ordinary meaning. */
const allowed: readonly RegExp[] = [/fill holes in the foreground/i];

const isText = /\.(md|ts|tsx|mjs|html|cff)$|^package\.json$/;
const skippedFolders = new Set(["node_modules", "dist", "cache", "test", "bin"]);
const skipped = new Set([join("docs", "api")]);

/** Text files in a folder, subfolders included. */
function textFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = join(folder, entry.name);
    if (entry.isDirectory())
      return skippedFolders.has(entry.name) || skipped.has(file) ? [] : textFiles(file);
    return entry.isFile() && isText.test(entry.name) && entry.name !== "CHANGELOG.md" ? [file] : [];
  });
}

/** Everything that users read: pages, README files, release notes, and in sources help, errors and docstrings. */
const files = [
  "README.md",
  "CONTRIBUTING.md",
  "CITATION.cff",
  "fixtures/README.md",
  ".changeset",
  "docs",
  "packages",
  "apps",
  "examples",
  "bench",
  "scripts",
].flatMap((place) => (isText.test(place) ? [place] : textFiles(place)));

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** A text's words, without the line breaks, comment marks and quotes of joined strings between them. */
function wordsOf(text: string): string {
  return text.replaceAll(/["'`]\s*\+\s*\n\s*["'`]/g, "").replaceAll(/\s*\n\s*(\*|\/\/|>)?\s*/g, " ");
}

/** The phrases in a text, each with the words around it. */
function findPhrases(text: string): string[] {
  const words = wordsOf(text);
  return phrases.flatMap(([phrase, instead]) =>
    [...words.matchAll(new RegExp(phrase, "gi"))].flatMap(({ index }) => {
      const around = words.slice(Math.max(0, index - 30), index + 50);
      return allowed.some((place) => place.test(around)) ? [] : [`${around}  →  ${instead}`];
    }),
  );
}

/** British spellings in prose. Code in backticks keeps its names, such as `--stabilise`, and so do pages generated from option tables. */
const britishSpelling =
  /\b(colours?|coloured|greys?|memoris\w+|stabilis\w+|neighbours?|neighbouring|centres?|behaviours?|normalis\w+|standardis\w+|initialis\w+|recognis\w+|optimis\w+|minimis\w+|quantis\w+|learnt|licences?|labelled|modelled|artefacts?|analyse[ds]?)\b/gi;

it.each([
  ["a summary of help", 'summary: "Fills holes in images.",'],
  ["a string over two lines", 'throw new RangeError("The model " +\n    "knows no such class.");'],
  ["a docstring", "/**\n * Returns what\n * it draws images with.\n */\n"],
  ["a line comment", "// learnt by\n// heart"],
  ["a template of a report", "`It tells\n  how good they are`"],
  ["a page", "The least\nerror, beside a blur."],
  ["a release note", "---\n---\n\n- Files are written whole or not at all."],
])("finds a phrase in %s", (_, text) => {
  expect(findPhrases(text)).not.toEqual([]);
});

it("reads all public text", () => {
  expect(files.length).toBeGreaterThan(500);
  const parts = [
    "README.md",
    "CITATION.cff",
    "docs/guide/train.md",
    "docs/commands/train.md",
    "packages/unet/README.md",
    "packages/unet/package.json",
    "apps/trainer/src/commands/train/command.ts",
  ];
  expect(files).toEqual(expect.arrayContaining(parts.map((part) => join(part))));
});

it("public text uses the field's terms", () => {
  const found = files.flatMap((file) => findPhrases(read(file)).map((phrase) => `${file}: ${phrase}`));
  expect(found, "Write as CONTRIBUTING.md describes, or add the place to the allow list.").toEqual([]);
});

it("headings are nouns or imperatives", () => {
  const found = files
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) => read(file).match(/^#+ (What|How to tell|How good)\b.*/gm) ?? []);
  expect(found).toEqual([]);
});

it("pages have American spelling", () => {
  const found = files
    .filter((file) => file.endsWith(".md") && !file.startsWith(join("docs", "commands")))
    .flatMap((file) => {
      const prose = read(file)
        .replaceAll(/```[\s\S]*?```/g, "")
        .replaceAll(/`[^`]*`/g, "")
        .replaceAll(/\]\([^)]*\)/g, "]");
      return [...prose.matchAll(britishSpelling)].map(([word]) => `${file}: ${word}`);
    });
  expect(found).toEqual([]);
});
