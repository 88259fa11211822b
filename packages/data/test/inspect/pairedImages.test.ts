import { expect, test } from "vitest";
import { pairedImages } from "../../src/node.ts";

const filesOf = (...folders: string[]) => ({
  files: folders.flatMap((folder) =>
    [1, 2, 3].map((k) => ({ file: `${folder}/${k}.png`, name: `${folder}/${k}.png` })),
  ) as never,
});

test("pairedImages finds subfolders of sources and targets with the same names", () => {
  expect(pairedImages(filesOf("source", "target"))).toMatchObject({
    target: "target",
    others: ["source"],
    pairs: 3,
  });
  expect(pairedImages(filesOf("a/noisy", "a/clean", "a/clean-matched", "b/Noisy", "b/GT"))).toMatchObject({
    target: "a/clean-matched",
    others: ["clean", "noisy"],
  });
});

test("pairedImages does not take classes with numbered files for pairs", () => {
  expect(pairedImages(filesOf("red", "white"))).toBeUndefined();
  // Targets without sources, and pairs that are a part of the set only.
  expect(pairedImages(filesOf("target", "clean"))).toBeUndefined();
  expect(pairedImages(filesOf("source", "target", "red", "white"))).toBeUndefined();
  const { files } = filesOf("source");
  const others = { file: "target/9.png", name: "target/9.png" };
  expect(pairedImages({ files: [...files, others] as never })).toBeUndefined();
});
