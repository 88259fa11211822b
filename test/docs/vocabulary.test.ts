import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Phrases that do not belong in public text, and what to write instead. */
const phrases: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\b(says?|tells?) (how|what|which|where|whether)\b/, "print, report, list, show"],
  [/\bbeside (real|others?|each other|one another|it|them)\b/, "compared with, against"],
  [/\bdr(aws?|ew|awn|awing) (\w+ )?(images?|cells?)\b|\bwhat (it|a model) draws\b/, "generate"],
  [/\btak(es?|ing|en) (the |its |their )?noise (off|out|away)\b/, "denoise"],
  [/\bfill(s|ed|ing)? (\w+ )?holes?\b/, "inpaint masked regions"],
  [/\blearn(t|ed) by heart\b/, "memorised"],
  [/\bas (it |they )?(has |have )?learnt\b/, "unguided, as trained"],
  [/\bkept aside\b/, "held out"],
  [/\bcells? that (the|a) model (knows|has seen)\b/, "cell types in the training set"],
  [/\bwhole or not at all\b/, "atomically"],
  [/\bof one's own\b/, "custom"],
  [/\bgo(es)? on with\b/, "resume"],
  [/\b(begins?|starts?) (anew|afresh)\b/, "start over, restart"],
  [/\ba step of the whole batch\b/, "one sampling step"],
  [/\bwhoever\b|\bwhatever is\b/, "name the thing"],
  [/\bthe (least|greatest) (squared|difference|error|distance|value|number)\b/, "minimum, maximum"],
  [/\b(so|that) many\b/, "the number, N"],
  [/\binsist on\b/, "guidance scale"],
  [/\bleaves? the cores\b/, "disable thread spinning"],
  [/\boperators alone\b/, "standard ONNX operators only"],
  [/\bon eight bits\b/, "int8"],
  [/\bteach(es)? a classifier\b/, "accuracy of a classifier trained on generated images"],
  [/\bmodels? (thinks?|knows?|believes?)\b/, "state the fact without personification"],
  [/\bimages that all could be\b/, "plausible intermediate images"],
  [/\bnothing is needed for it\b/, "needs no data"],
  [/\bwhere in the program\b/, "stack trace"],
  [/\blet it not\b/, "do not"],
];

/** Places where a phrase has its ordinary meaning. */
const allowed: readonly RegExp[] = [/fill holes in the foreground/i];

const isText = /\.(md|ts|tsx|mjs|html)$/;
const isOther =
  /node_modules|[\\/]dist[\\/]|\.vitepress[\\/](dist|cache)|^docs[\\/]api[\\/]|CHANGELOG\.md$|[\\/]bin[\\/]/;

/** Everything that users read: pages, README files, release notes, and in sources help, errors and docstrings. */
const files = ["README.md", "CONTRIBUTING.md", ".changeset", "docs", "packages", "apps", "examples", "bench"]
  .flatMap((place) =>
    place.endsWith(".md")
      ? [place]
      : readdirSync(join(root, place), { recursive: true, encoding: "utf8" }).map((name) =>
          join(place, name),
        ),
  )
  .filter((file) => isText.test(file) && !isOther.test(file) && !/[\\/]test[\\/]/.test(file));

/** A file's words, with line breaks, comment marks and the quotes of joined strings between them taken away. */
function wordsOf(file: string): string {
  return readFileSync(join(root, file), "utf8")
    .replaceAll(/["'`]\s*\+\s*\n\s*["'`]/g, "")
    .replaceAll(/\s*\n\s*(\*|\/\/|>)?\s*/g, " ");
}

it("finds phrases across lines, comments and joined strings", () => {
  expect(files.length).toBeGreaterThan(500);
  expect(phrases.some(([phrase]) => phrase.test("it tells how good they are"))).toBe(true);
});

it("public text uses the field's terms", () => {
  const found = files.flatMap((file) => {
    const text = wordsOf(file);
    return phrases.flatMap(([phrase, instead]) =>
      [...text.matchAll(new RegExp(phrase, "gi"))].flatMap(({ index }) => {
        const around = text.slice(Math.max(0, index - 30), index + 50);
        if (allowed.some((place) => place.test(around))) return [];
        return [`${file}: ${around}  →  ${instead}`];
      }),
    );
  });
  expect(found, "Write as CONTRIBUTING.md describes, or add the place to the allow list.").toEqual([]);
});
