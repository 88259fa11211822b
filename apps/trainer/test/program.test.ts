import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { engineChoices } from "@cellgen/engine/choices";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../src/program.ts";
import { testIo } from "./testIo.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-program-"));
  await mkdir(path.join(folder, "empty"));
  await writeFile(path.join(folder, "config.json"), '{"stpes": 3}');
});
afterAll(() => rm(folder, { recursive: true }));

async function cellgen(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = testIo();
  const code = await run(argv, io);
  return { code, out: io.out(), err: io.err() };
}

describe("cellgen", () => {
  test("without arguments explains itself", async () => {
    const { code, out } = await cellgen();
    expect(code).toBe(0);
    for (const word of [
      "quickstart",
      "train",
      "sample",
      "denoise",
      "inpaint",
      "translate",
      "interpolate",
      "evaluate",
      "data",
      "engines",
      "Start here",
    ])
      expect(out).toContain(word);
  });

  test("--help of every command exits with 0 and shows defaults or an example", async () => {
    for (const command of [
      ["train"],
      ["sample"],
      ["denoise"],
      ["quickstart"],
      ["data", "synth"],
      ["data", "inspect"],
      ["engines"],
    ]) {
      const { code, out } = await cellgen(...command, "--help");
      expect(code).toBe(0);
      expect(out).toContain("Usage: cellgen");
    }
    const { out } = await cellgen("train", "--help");
    expect(out).toContain("(default: 10000)");
    expect(out).toContain("Examples:");
  });

  test.each(["train", "sample"])("%s --help says what sharing cores costs", async (command) => {
    const { out } = await cellgen(command, "--help");
    expect(out).toMatch(/--threads <n> .*\(default:\s+all\s+physical\s+cores\)/s);
    expect(out).toMatch(/--share-cores .*faster.*slower/s);
    expect(out).not.toContain("--no-share-cores");
  });

  test("engines --help explains every name that --engine takes", async () => {
    const [{ out }, { out: train }] = [await cellgen("engines", "--help"), await cellgen("train", "--help")];
    for (const name of engineChoices) {
      if (name !== "onnx:cpu") expect(out).toMatch(new RegExp(`^  ${name} +\\w`, "m"));
      expect(train).toMatch(new RegExp(`\\b${name},?\\s`));
    }
  });

  test.each([
    [["data", "inspect", "--nope"], "cellgen data inspect"],
    [["sample", "--count"], "cellgen sample"],
    [["smaple"], "cellgen"],
  ])("%j refers to the help of the command", async (argv, command) => {
    const { code, err } = await cellgen(...argv);
    expect(code).toBe(2);
    expect(err).toContain(` See ${command} --help.\n`);
  });

  test("--version prints one", async () => {
    expect((await cellgen("--version")).out).toMatch(/^\d+\.\d+\.\d+/);
  });

  test.each([
    ["an unknown flag, with the nearest", ["train", "--stepz", "3"], /unknown option '--stepz'.*--steps/],
    ["an unknown command, with the nearest", ["trian"], /unknown command 'trian'.*train/],
    ["a flag without its value", ["train", "--data"], /argument missing/],
    ["too many words", ["engines", "all"], /too many arguments/],
    ["a missing --data", ["train", "--out", "x"], /--data is missing/],
    ["a missing --out", ["train", "--data", "x"], /--out is missing/],
    [
      "a number that is none",
      ["train", "--data", "x", "--out", "y", "--steps", "ten"],
      /--steps must be.*"ten"/,
    ],
    [
      "a size that is none",
      ["train", "--data", "x", "--out", "y", "--size", "30x"],
      /--size must be a side or WIDTHxHEIGHT in pixels, each from 8 to 1024, got "30x"/,
    ],
    [
      "a part of a core",
      ["train", "--data", "x", "--out", "y", "--threads", "1.5"],
      /--threads must be a whole number from 1 to 1024, got 1.5/,
    ],
    ["no core at all", ["sample", "--model", "m", "--out", "x", "--threads", "0"], /--threads must be/],
    ["a missing config", ["train", "--config", "none.json"], /none.json: there is no such file/],
    ["a missing --model", ["sample", "--out", "x"], /--model is missing/],
    [
      "an unknown sampler",
      ["sample", "--model", "m", "--out", "x", "--sampler", "euler"],
      /--sampler must be/,
    ],
    [
      "an unknown kind",
      ["data", "synth", "--kind", "yeast", "--out", "x"],
      /--kind must be fluorescence, smear or spp/,
    ],
  ])("refuses %s with exit code 2 and one line", async (_, argv, message) => {
    const { code, err } = await cellgen(...argv);
    expect(err).toMatch(message);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(err).not.toMatch(/\n\s+at /);
    expect(code).toBe(2);
  });

  test("refuses an unknown key of a config file with exit code 2", async () => {
    const { code, err } = await cellgen("train", "--config", path.join(folder, "config.json"));
    expect(err).toMatch(/stpes \(did you mean steps\?\)/);
    expect(code).toBe(2);
  });

  test.each([
    ["a missing folder", (root: string) => ["train", "--data", path.join(root, "none")], /does not exist/],
    [
      "a folder without images",
      (root: string) => ["train", "--data", path.join(root, "empty")],
      /must hold images/,
    ],
  ])("refuses %s with exit code 2 and one line, given as --data", async (_, argv, message) => {
    const { code, err } = await cellgen(...argv(folder), "--out", path.join(folder, "run"));
    expect(err).toMatch(message);
    expect(err).toMatch(/^cellgen: --data:? /);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(code).toBe(2);
  });

  test("--verbose adds where it failed", async () => {
    const { err } = await cellgen("data", "inspect", path.join(folder, "none"), "--verbose");
    expect(err).toMatch(/\n\s+at /);
  });
});
