import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import * as api from "../src/index.ts";
import { useBackend } from "./backends.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const programs = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1]!);

/** Runs a program of the README with this package's sources in the place of its imports, and returns what it prints. */
function run(program: string): unknown[] {
  const printed: unknown[] = [];
  vi.spyOn(console, "log").mockImplementation((value) => printed.push(value));
  const body = program.replace(/^import .*\n/gm, "");
  new Function("tf", ...Object.keys(api), body)(tf, ...Object.values(api));
  return printed;
}

beforeAll(() => useBackend("cpu"));

afterEach(() => {
  vi.restoreAllMocks();
  if (tf.getKernel(api.kernelNames.silu, "cpu")) tf.unregisterKernel(api.kernelNames.silu, "cpu");
});

it("the first program of the README prints what it says", () => {
  expect(run(programs[0]!)).toEqual([
    [1, 16, 16, 16],
    [3, 3, 3, 16],
  ]);
});

it("the README's kernel is the one that runs", () => {
  expect(run(programs[1]!)).toEqual([[0, 0.7310585975646973]]);
});
