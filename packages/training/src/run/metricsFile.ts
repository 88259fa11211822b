import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { TrainingRecord } from "../diffusion/trainer.ts";

export interface MetricsFile {
  append(record: TrainingRecord): void;
  close(): void;
}

/**
 * Open metrics.jsonl. A line is appended after every step.
 *
 * @param lastStep - Step to resume from: lines of later steps, and a partial line left by a crash, are removed. 0 empties the file.
 */
export function openMetrics(file: string, lastStep: number): MetricsFile {
  const descriptor = openSync(file, "a+");
  ftruncateSync(descriptor, lastStep === 0 ? 0 : lengthUpTo(readFileSync(descriptor, "utf8"), lastStep));
  return {
    append({ step, loss, gradientNorm, learningRate, stepMilliseconds, imagesPerSecond }) {
      const record = { step, loss, gradientNorm, learningRate, stepMilliseconds, imagesPerSecond };
      writeSync(descriptor, `${JSON.stringify(record)}\n`);
    },
    close: () => closeSync(descriptor),
  };
}

/**
 * Read the records of a training run, one for each step: `readMetrics(runFolder("runs/my-cells").metrics)`. Invalid lines, such as a partial
 * line left by a crash, are skipped.
 *
 * @throws The system error if the file cannot be read.
 */
export async function readMetrics(file: string): Promise<TrainingRecord[]> {
  const records: TrainingRecord[] = [];
  for (const line of (await readFile(file, "utf8")).split("\n")) {
    const record = parseLine(line);
    if (record) records.push(record);
  }
  return records;
}

function lengthUpTo(text: string, lastStep: number): number {
  let length = 0;
  for (const line of text.split("\n").slice(0, -1)) {
    const record = parseLine(line);
    if (!record || record.step > lastStep) break;
    length += Buffer.byteLength(line) + 1;
  }
  return length;
}

function parseLine(line: string): TrainingRecord | undefined {
  try {
    const record: unknown = JSON.parse(line);
    const isRecord =
      typeof record === "object" && record !== null && "step" in record && typeof record.step === "number";
    return isRecord ? (record as TrainingRecord) : undefined;
  } catch {
    return undefined;
  }
}
