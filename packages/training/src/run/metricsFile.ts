import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { TrainingRecord } from "../diffusion/trainer.ts";

export interface MetricsFile {
  append(record: TrainingRecord): void;
  close(): void;
}

/**
 * Opens metrics.jsonl, to which a line is added at every step, as it happens.
 *
 * @param lastStep - The step to resume from: lines of later steps, and half a line that a crash left, are cut off. 0 empties the file.
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
 * Reads the records of a training run, one for each step: `readMetrics(runFolder("runs/my-cells").metrics)`. Lines that cannot be read,
 * such as half a line that a crash left, are skipped.
 *
 * @throws The system's error if the file cannot be read.
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
