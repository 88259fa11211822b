/** Runs a job when its turn comes. */
export type ConcurrencyLimit = <T>(job: () => Promise<T>) => Promise<T>;

/**
 * At most `limit` jobs at a time, the others waiting in the order in which they came.
 * It bounds memory: a decoded photograph takes tens of megabytes.
 */
export function concurrencyLimit(limit: number): ConcurrencyLimit {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (job) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await job();
    } finally {
      // The place goes to the next in the queue without becoming free in between.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
