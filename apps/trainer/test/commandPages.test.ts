import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { commands } from "../src/commands/commands.ts";
import { isSwitch, settingsIn } from "../src/options/optionTable.ts";
import type { CommandDefinition, CommandGroup } from "../src/runner/commandDefinition.ts";
import { commandPages } from "./commandPages.ts";

const folder = fileURLToPath(new URL("../../../docs/commands/", import.meta.url));
const update = `npx vitest run ${path.relative(process.cwd(), fileURLToPath(import.meta.url))} --update`;

const each = (command: CommandDefinition | CommandGroup): CommandDefinition[] =>
  "commands" in command ? command.commands.flatMap(each) : [command];
const options = commands.flatMap(each).flatMap((command) =>
  Object.entries(command.options).map(([key, option]) => ({
    command,
    key,
    option,
    name: `${command.name} ${key}`,
  })),
);

test.each([...commandPages()])("docs/commands/%s is up to date", async (file, text) => {
  const message = `docs/commands/${file} is out of date. Update it: ${update}`;
  await expect(text, message).toMatchFileSnapshot(path.join(folder, file));
});

test("docs/commands has no other pages", () => {
  expect(readdirSync(folder).sort()).toEqual([...commandPages().keys()].sort());
});

test("defaults satisfy their own rules, and every switch that is a setting has one", () => {
  for (const { option, name } of options) {
    if (option.default !== undefined) {
      expect(option.schema.safeParse(option.default), name).toMatchObject({ success: true });
    }
  }
  for (const command of commands.flatMap(each)) {
    for (const [key, option] of settingsIn(command.options)) {
      if (isSwitch(option)) expect(option.default, `${command.name} ${key}`).toBeDefined();
    }
  }
});

test("help texts are short and have no full stop, summaries are imperative sentences", () => {
  for (const { option, name } of options) {
    expect(option.help, name).not.toMatch(/[.:]$|^[A-Z][a-z]/);
    expect(option.help.length, name).toBeLessThan(140);
    if (option.required !== undefined) expect(option.required, name).toMatch(/^[A-Z].*\.$/);
  }
  for (const { summary } of commands.flatMap((command) => [command, ...each(command)])) {
    expect(summary).toMatch(/^[A-Z][a-z]+[a-rt-z],? .*\.$/);
  }
});
