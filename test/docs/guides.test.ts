import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../apps/trainer/src/commands/commands.ts";
import { flagName } from "../../apps/trainer/src/options/optionTable.ts";
import type { CommandDefinition, CommandGroup } from "../../apps/trainer/src/runner/commandDefinition.ts";
import { linkPackages } from "../linkPackages.ts";
import { longForm } from "../longForm.ts";
import { codeBlocks } from "./markdown.ts";
import { preparedFolder } from "./preparedFolder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const guides = join(root, "docs", "guide");
const pages = readdirSync(guides).filter((file) => file.endsWith(".md"));
const cli = join(root, "apps", "trainer", "dist", "cli.js");

/** Languages of blocks that this test does not run. `apps/demo/test/guideProgram.test.ts` runs the page of code.md, `fixtures/run_guide_python.py` Python. */
const notRun = ["text", "json", "python", "html", "csv", "yaml"];

/** Command lines that other tests run, or that wait for a reader. */
const elsewhere = [/^(npm|npx|pnpm|git|cd|node|python|pip|source) /, /^cellgen (demo|quickstart|engines)\b/];

/** Shortens what takes long: the last of a repeated flag counts. */
const shortened: Readonly<Record<string, readonly string[]>> = {
  train: ["--steps", "3", "--batch", "2", "--preset", "tiny"],
  sample: ["--steps", "2"],
  evaluate: ["--count", "8", "--features", "cells"],
  denoise: ["--steps", "2"],
  inpaint: ["--preset", "fast", "--samples", "1"],
  translate: ["--steps", "2"],
  interpolate: ["--steps", "2", "--frames", "3"],
};

/** The commands of a `sh` block: lines that end in a backslash are joined, comments dropped. */
function commandLines(text: string): string[] {
  return text
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "");
}

const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c!);

function definitionOf(
  all: readonly (CommandDefinition | CommandGroup)[],
  [name, ...rest]: readonly string[],
): [CommandDefinition, string[]] | undefined {
  const found = all.find((command) => command.name === name);
  if (!found) return undefined;
  return "commands" in found ? definitionOf(found.commands, rest) : [found, rest];
}

describe.each(pages)("%s", (page) => {
  const blocks = codeBlocks(join(guides, page));

  it("has blocks of known languages, and commands with existing flags", () => {
    for (const { language, text, line } of blocks) {
      expect([...notRun, "sh", "js", "ts"], `line ${line}`).toContain(language);
      if (language !== "sh") continue;
      for (const command of commandLines(text)) {
        const [program, ...args] = words(command);
        if (program !== "cellgen") {
          expect(
            elsewhere.some((pattern) => pattern.test(command)),
            `${command} (line ${line})`,
          ).toBe(true);
          continue;
        }
        const [definition, rest] = definitionOf(commands, args) ?? [];
        expect(definition, `${command} (line ${line})`).toBeDefined();
        const flags = Object.keys(definition!.options).flatMap((key) => [
          flagName(key),
          flagName(key).replace("--", "--no-"),
        ]);
        for (const flag of rest!.filter((word) => word.startsWith("--")))
          expect([...flags, "--help", "--verbose"], `${command} (line ${line})`).toContain(
            flag.split("=")[0],
          );
      }
    }
  });

  const runnable = blocks.filter(({ language }) => !notRun.includes(language));
  describe.runIf(longForm && runnable.length > 0)("runs", () => {
    let folder: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "cellgen-guide-"));
      writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
      linkPackages(folder);
      const trains = blocks.some(({ text }) => /--out runs\/my-cells\s|out: "runs\/my-cells"/.test(text));
      await preparedFolder(folder, { withModel: !trains });
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const node = (...args: string[]) => promisify(execFile)(process.execPath, args, { cwd: folder });

    it.each(runnable)(
      "the block of line $line",
      async ({ language, text, line }) => {
        if (language === "sh") {
          for (const command of commandLines(text)) {
            if (elsewhere.some((pattern) => pattern.test(command))) continue;
            const [, ...args] = words(command);
            await node(cli, ...args, ...(args.includes("--help") ? [] : (shortened[args[0]!] ?? [])));
          }
          return;
        }
        const { code } = await transform(text, { loader: language === "ts" ? "ts" : "js", format: "esm" });
        const file = join(folder, `line${line}.mjs`);
        writeFileSync(file, code);
        await node(file);
        // An evaluation trains networks, which takes minutes on a busy machine.
      },
      900_000,
    );
  });
});
