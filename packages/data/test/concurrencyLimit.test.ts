import { expect, it } from "vitest";
import { concurrencyLimit } from "../src/concurrencyLimit.ts";

it("concurrencyLimit runs all jobs in order, never more than allowed at a time, failures included", async () => {
  const limit = concurrencyLimit(3);
  let running = 0;
  let most = 0;
  const started: number[] = [];
  const jobs = Array.from({ length: 20 }, (_, i) =>
    limit(async () => {
      started.push(i);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, (i * 7) % 5));
      running--;
      if (i % 4 === 0) throw new Error(`job ${i}`);
      return i;
    }),
  );
  const results = await Promise.allSettled(jobs);
  expect(most).toBe(3);
  expect(started).toEqual(Array.from({ length: 20 }, (_, i) => i));
  expect(results.filter((result) => result.status === "rejected").length).toBe(5);
});
