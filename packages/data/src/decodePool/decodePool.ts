import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { DecodedTask, DecodeTask } from "./decodeTask.ts";

/** Decodes small images in other threads. */
export interface DecodePool {
  /** @returns Undefined if the image must be read in the usual way, see `runDecodeTask`, or there are no threads. */
  decode(task: DecodeTask): Promise<DecodedTask | undefined>;
  /** Stop the threads. */
  close(): Promise<void>;
}

export interface DecodePoolOptions {
  /** Path of the bundle of decodeWorker.ts. @default the one next to this package's bundles; without it, there are no threads */
  readonly workerFile?: string;
  /** Number of images after which the threads are started: they need some time and memory. @default 128 */
  readonly startAfter?: number;
}

/** More threads are rarely of use, because each decodes thousands of images per second. */
const MAX_THREADS = 4;

/** A message takes as long as decoding a small image, so that each has several. */
const TASKS_PER_MESSAGE = 8;

interface Pending {
  readonly task: DecodeTask;
  readonly resolve: (decoded: DecodedTask | undefined) => void;
}

interface Thread {
  readonly worker: Worker;
  /** Messages that were not answered yet, oldest first. */
  readonly sent: Pending[][];
}

/** Create a pool. Its threads are started when they are needed, and do not keep the process running when they are idle. */
export function decodePool({
  workerFile = defaultWorkerFile(),
  startAfter = 128,
}: DecodePoolOptions = {}): DecodePool {
  let threads: Thread[] | undefined;
  let waiting: Pending[] = [];
  let count = 0;
  let isClosed = workerFile === undefined;

  const fail = (thread: Thread): void => {
    isClosed = true;
    for (const pending of thread.sent.splice(0).flat()) pending.resolve(undefined);
  };

  const start = (): Thread[] =>
    Array.from({ length: Math.min(MAX_THREADS, availableParallelism()) }, () => {
      const worker = new Worker(workerFile!);
      const thread: Thread = { worker, sent: [] };
      worker.on("message", (decoded: readonly (DecodedTask | undefined)[]) => {
        const group = thread.sent.shift()!;
        if (thread.sent.length === 0) worker.unref();
        for (const [index, { resolve }] of group.entries()) resolve(decoded[index]);
      });
      worker.on("error", () => fail(thread));
      worker.on("exit", () => fail(thread));
      worker.unref();
      return thread;
    });

  const send = (): void => {
    const pending = waiting;
    waiting = [];
    if (isClosed) {
      for (const { resolve } of pending) resolve(undefined);
      return;
    }
    threads ??= start();
    for (let at = 0; at < pending.length; at += TASKS_PER_MESSAGE) {
      const group = pending.slice(at, at + TASKS_PER_MESSAGE);
      const thread = threads.reduce((best, each) => (each.sent.length < best.sent.length ? each : best));
      if (thread.sent.length === 0) thread.worker.ref();
      thread.sent.push(group);
      thread.worker.postMessage(group.map(({ task }) => task));
    }
  };

  return {
    decode(task) {
      if (isClosed || ++count <= startAfter) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        // Images that are asked for in the same turn are sent together.
        if (waiting.length === 0) setImmediate(() => send());
        waiting.push({ task, resolve });
      });
    },
    async close() {
      isClosed = true;
      await Promise.all(threads?.map(({ worker }) => worker.terminate()) ?? []);
    },
  };
}

/** Return the path of the thread's bundle; undefined if this package runs from its source. */
function defaultWorkerFile(): string | undefined {
  const file = fileURLToPath(new URL("./decodeWorker.js", import.meta.url));
  return existsSync(file) ? file : undefined;
}
