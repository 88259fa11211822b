import { duration } from "@cellgen/data/text";
import cliProgress from "cli-progress";
import { type Io, print } from "./io.ts";

export interface Progress {
  /** Show a count. `details` follows it, such as "loss 0.0712". */
  update(done: number, details?: string): void;
  /** End the bar; later updates are ignored. */
  stop(): void;
}

export interface ProgressOptions {
  /** Unit of the count, such as "step". */
  readonly noun: string;
  readonly total: number;
  /** Initial count, excluded from the estimate of the remaining time. @default 0 */
  readonly start?: number;
  /** Relative time from the start to a count. @default proportional to the count */
  readonly timeUntil?: (done: number) => number;
  readonly now?: () => number;
}

/** Minimum interval between lines without a terminal. */
const LINE_MILLISECONDS = 10_000;
/** Maximum number of lines, approximately. */
const LINES = 25;

/** Start a progress bar, or occasional plain lines if the output is not a terminal. */
export function startProgress(io: Io, options: ProgressOptions): Progress {
  const { noun, total, start = 0, timeUntil = (done) => done - start, now = Date.now } = options;
  const began = now();
  const left = (done: number): string => {
    if (done <= start) return "";
    const [passed, all] = [timeUntil(done), timeUntil(total)];
    return `${duration(((now() - began) / 1000 / passed) * (all - passed))} left`;
  };
  return io.stderr.isTTY ? bar(io, options, left) : lines(io, { noun, total, start, now }, left);
}

function bar(io: Io, { noun, total, start = 0 }: ProgressOptions, left: (done: number) => string): Progress {
  const single = new cliProgress.SingleBar({
    stream: io.stderr as NodeJS.WritableStream,
    format: (options, { progress, value }, { details, left }) =>
      `${cliProgress.Format.BarFormat(progress, options)} ${noun} ${value}/${total}${details ? `  ${details}` : ""}${left ? `  ${left}` : ""}`,
    barsize: 24,
    barCompleteString: "━".repeat(24),
    barIncompleteString: "─".repeat(24),
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    fps: 8,
    gracefulExit: false,
  });
  single.start(total, start, { details: "", left: "" });
  return {
    update: (done, details = "") => single.update(done, { details, left: left(done) }),
    stop: () => single.stop(),
  };
}

function lines(
  io: Io,
  { noun, total, start, now }: Required<Omit<ProgressOptions, "timeUntil">>,
  left: (done: number) => string,
): Progress {
  let lastTime = now();
  let lastDone = start;
  return {
    update(done, details = "") {
      const soon = now() - lastTime < LINE_MILLISECONDS || done - lastDone < total / LINES;
      if (done >= total || soon) return;
      [lastTime, lastDone] = [now(), done];
      print(io, [`${noun} ${done}/${total}`, details, left(done)].filter(Boolean).join("  "));
    },
    stop() {},
  };
}
