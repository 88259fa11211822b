import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { nameHash } from "../text/nameHash.ts";
import type { DecodedTask, DecodeTask } from "./decodeTask.ts";

/** Decodes small images in other threads. */
export interface DecodePool {
  /**
   * Decode an image.
   *
   * @param cost - Approximate time, compared with that of a small image. @default 1
   * @returns Undefined if the image must be read in the usual way, see `taskDecoder`, or there are no threads.
   */
  decode(task: DecodeTask, cost?: number): Promise<DecodedTask | undefined>;
  /** Stop the threads. */
  close(): Promise<void>;
}

export interface DecodePoolOptions {
  /** Path of the bundle of decodeWorker.ts. @default the one next to this package's bundles; without it, there are no threads */
  readonly workerFile?: string;
  /** Number of small images after which the threads are started: they need some time and memory. @default 128 */
  readonly startAfter?: number;
}

/** More threads are rarely of use, because each decodes thousands of images per second. */
const MAX_THREADS = 4;

/** A message takes as long as decoding a small image, so that each has several. */
const TASKS_PER_MESSAGE = 8;

/** Number of images by which a thread may be busier than another one, to decode windows of the same files as before. */
const MAX_IMBALANCE = 2 * TASKS_PER_MESSAGE;

interface Pending {
  readonly task: DecodeTask;
  readonly resolve: (decoded: DecodedTask | undefined) => void;
}

interface Thread {
  readonly worker: Worker;
  /** Messages that were not answered yet, oldest first. */
  readonly sent: Pending[][];
  /** Number of images in them, and of those to be sent. */
  tasks: number;
}

/**
 * Create a pool. Its threads are started when they are needed, and do not keep the process running when they are idle.
 *
 * If a thread fails, for example for lack of memory, the pool decodes no further images: `decode` returns undefined for those of that thread
 * and all later ones, which are then read in the usual way.
 */
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
      const thread: Thread = { worker, sent: [], tasks: 0 };
      worker.on("message", (decoded: readonly (DecodedTask | undefined)[]) => {
        const group = thread.sent.shift()!;
        thread.tasks -= group.length;
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
    const groups = new Map<Thread, Pending[]>();
    for (const each of pending) {
      const thread = threadFor(each.task, threads);
      thread.tasks++;
      const group = groups.get(thread) ?? [];
      groups.set(thread, group);
      group.push(each);
      if (group.length < TASKS_PER_MESSAGE) continue;
      post(thread, group);
      groups.delete(thread);
    }
    for (const [thread, group] of groups) post(thread, group);
  };

  const post = (thread: Thread, group: Pending[]): void => {
    if (thread.sent.length === 0) thread.worker.ref();
    thread.sent.push(group);
    thread.worker.postMessage(group.map(({ task }) => task));
  };

  return {
    decode(task, cost = 1) {
      count += cost;
      if (isClosed || count <= startAfter) return Promise.resolve(undefined);
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

/** Choose the thread that has the fewest images; for windows, the one that decodes windows of the same file, unless it is much busier. */
function threadFor({ file, windows }: DecodeTask, threads: readonly Thread[]): Thread {
  const free = threads.reduce((best, each) => (each.tasks < best.tasks ? each : best));
  if (!windows) return free;
  const usual = threads[nameHash(file) % threads.length]!;
  return usual.tasks - free.tasks <= MAX_IMBALANCE ? usual : free;
}

/** Return the path of the thread's bundle; undefined if this package runs from its source. */
function defaultWorkerFile(): string | undefined {
  const file = fileURLToPath(new URL("./decodeWorker.js", import.meta.url));
  return existsSync(file) ? file : undefined;
}
