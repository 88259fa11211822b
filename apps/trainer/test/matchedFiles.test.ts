import path from "node:path";
import type { InputImage } from "@cellgen/data/node";
import { expect, test } from "vitest";
import { matchedFiles } from "../src/input/matchedFiles.ts";

const file = (name: string): InputImage => ({
  path: path.resolve("masks", name),
  name,
  width: 8,
  height: 8,
  bitDepth: 8,
  channels: 1,
  read: () => Promise.reject(new Error("not read")),
  release: () => {},
});
const found = (names: readonly string[], image: string, broken: readonly string[] = []) => {
  const unreadable = broken.map((name) => ({
    path: path.resolve("masks", name),
    reason: "no PNG",
    remedy: "Save it as PNG.",
  }));
  const place = { flag: "--mask", place: "masks", noun: "mask" };
  const asked = file(image);
  return matchedFiles(place, { files: names.map(file), unreadable }, [asked]).get(asked)?.name;
};

test("a file goes with the image of its name, whatever the extension", () => {
  expect(found(["b/a.png", "a.png"], "b/a.jpg")).toBe("b/a.png");
});

test("of two that differ in the extension alone it is the one of the image's, and else none", () => {
  expect(found(["a.jpg", "a.png"], "a.png")).toBe("a.png");
  expect(() => found(["a.jpg", "a.png"], "a.jpeg")).toThrow(
    /^--mask .*masks has a\.jpg and a\.png for a\.jpeg\. Leave one of them\.$/,
  );
});

test("one that is missing, or cannot be read, is named", () => {
  expect(() => found(["a.png"], "c.png")).toThrow(
    /^--mask .*masks has no mask for c\.png\. Give one of the same/,
  );
  expect(() => found(["a.png"], "b/c.jpg", ["b/c.png"])).toThrow(
    /^--mask: .*c\.png cannot be read: no PNG\. Save it as PNG\.$/,
  );
});
