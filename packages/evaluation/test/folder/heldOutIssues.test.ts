import { expect, test } from "vitest";
import { heldOutIssues } from "../../src/folder/heldOutIssues.ts";

const images = (...digests: string[]) => digests.map((digest) => ({ digest }));

/** Issues of the training images a and b and the held-out images c and d. */
const issues = (digests: readonly string[] | undefined, isSplit = false) =>
  heldOutIssues(images("a", "b"), images("c", "d"), {
    isSplit,
    digests: digests && new Set(digests),
    count: 3,
  });

test("held-out images that are not new are counted, by their pixels", () => {
  expect(issues(["a", "b"])).toEqual([]);
  expect(issues(["a", "b", "c"])).toEqual([{ code: "trained-on-held-out", count: 1, total: 2 }]);
  expect(issues(["a"])).toEqual([{ code: "not-trained-on-data", count: 1, total: 2 }]);
  expect(issues(["x"])).toEqual([{ code: "not-trained-on-data", count: 0, total: 2 }]);
  const noModel = { isSplit: false, digests: undefined, count: undefined };
  expect(heldOutIssues(images("a", "b"), images("b"), noModel)).toEqual([
    { code: "held-out-in-data", count: 1, total: 1, isSplit: false },
  ]);
});

test("where the model's images are not known, their number shows whether a split holds out some of them", () => {
  expect(issues(undefined)).toEqual([]);
  expect(issues(undefined, true)).toEqual([{ code: "maybe-trained-on-held-out", trainedOn: 3, total: 2 }]);
});
