import { expect, test } from "vitest";
import { describeRunIssue } from "../src/node.ts";

test("describeRunIssue counts images, in the singular for one", () => {
  const messageOf = (count: number) =>
    describeRunIssue({ code: "few-images", count, recommended: 200, isAugmented: true });
  expect(messageOf(1)).toMatch(/^Only 1 image: the network may memorize it /);
  expect(messageOf(2)).toMatch(/^Only 2 images: the network may memorize them /);
});

test("describeRunIssue names up to four classes, wherever they come from, and counts the others", () => {
  const messageOf = (...classes: string[]) => describeRunIssue({ code: "unused-classes", classes });
  expect(messageOf("a", "b")).toBe(
    "The classes of the images (a, b) are not used. Use classConditional to train on them.",
  );
  expect(messageOf("a", "b", "c", "d", "e", "f")).toContain("(a, b, c, d and 2 more)");
});

test("describeRunIssue names the pixel type of a constant channel if the set has several types", () => {
  const issue = { code: "constant-channel", channel: 1, value: 0 } as const;
  expect(describeRunIssue(issue)).toBe("All values of channel 1 are 0: the channel contains no information.");
  expect(describeRunIssue({ ...issue, pixelType: "uint8" })).toBe(
    "All values of channel 1 of the uint8 images are 0: the channel contains no information.",
  );
});
