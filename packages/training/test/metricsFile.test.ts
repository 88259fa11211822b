import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TrainingRecord } from "../src/index.ts";
import { openMetrics, readMetrics } from "../src/run/metricsFile.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-metrics-"));
});
afterAll(() => rm(folder, { recursive: true }));

const record = (step: number): TrainingRecord => ({
  step,
  loss: 1 / step,
  gradientNorm: 1,
  learningRate: 1e-3,
  stepMilliseconds: 20,
  imagesPerSecond: 200,
});

test("a line is in the file as soon as it is appended", async () => {
  const file = path.join(folder, "a.jsonl");
  const metrics = openMetrics(file, 0);
  metrics.append({ ...record(1), other: 1 } as TrainingRecord);
  expect(await readFile(file, "utf8")).toBe(`${JSON.stringify(record(1))}\n`);
  metrics.close();
});

test("going on from a step cuts the lines after it, and half a line at the end", async () => {
  const file = path.join(folder, "b.jsonl");
  const lines = [1, 2, 3, 4].map((step) => `${JSON.stringify(record(step))}\n`).join("");
  await writeFile(file, `${lines}{"step":5,"lo`);
  const metrics = openMetrics(file, 2);
  metrics.append(record(3));
  metrics.close();
  expect((await readMetrics(file)).map(({ step }) => step)).toEqual([1, 2, 3]);
  expect(await readFile(file, "utf8")).not.toContain('"step":5');
});

test("a new run empties the file", async () => {
  const file = path.join(folder, "c.jsonl");
  await writeFile(file, "old\n");
  openMetrics(file, 0).close();
  expect(await readFile(file, "utf8")).toBe("");
});
