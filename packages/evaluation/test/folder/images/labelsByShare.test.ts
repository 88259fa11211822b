import { expect, test } from "vitest";
import { labelShares, labelsByShare } from "../../../src/folder/images/labelsByShare.ts";

test("labelsByShare gives each class its share after any number of images", () => {
  const shares = [0.5, 0.3, 0.2];
  const labels = labelsByShare(shares, 100);
  for (let count = 1; count <= 100; count++) {
    shares.forEach((share, label) => {
      const given = labels.slice(0, count).filter((other) => other === label).length;
      expect(Math.abs(given - share * count)).toBeLessThan(1);
    });
  }
});

test("labelShares returns the share of each label", () => {
  expect(labelShares(Int32Array.of(0, 1, 1, 1), 3)).toEqual([0.25, 0.75, 0]);
});
