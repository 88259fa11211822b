import { describe, expect, it, test } from "vitest";
import { countsToFill, createGenerator, labelsOfCounts } from "../../src/index.ts";
import { tinyPipeline } from "../pipeline/tinyPipeline.ts";
import { tinyModel } from "../tinyModel.ts";

const steps = 2;
const model = tinyModel({ classes: ["basophil", "caf\u00e9", "platelet"] });
const labels = (counts: Record<string, number>) => labelsOfCounts("generate", model, counts);

describe("labelsOfCounts", () => {
  it("returns the classes one after the other, in the order of the model", () => {
    expect(labels({ platelet: 2, basophil: 3 })).toEqual(Int32Array.of(0, 0, 0, 2, 2));
    // Names are equal whether their accents are composed or not.
    expect(labels({ "cafe\u0301": 1 })).toEqual(Int32Array.of(1));
  });

  it.each([
    [
      { yeast: 1 },
      'generate: counts must name classes of the model (basophil, café, platelet), got "yeast".',
    ],
    [
      { basofil: 1 },
      'generate: counts must name classes of the model (basophil, café, platelet), got "basofil". Did you mean basophil?',
    ],
    [{ basophil: 0 }, "generate: counts must be whole numbers of at least 1, got 0 for basophil."],
    [{ basophil: -2 }, "generate: counts must be whole numbers of at least 1, got -2 for basophil."],
    [{ basophil: 1.5 }, "generate: counts must be whole numbers of at least 1, got 1.5 for basophil."],
    [{ caf\u00e9: 1, "cafe\u0301": 1 }, "generate: counts must name each class once, got cafe\u0301 twice."],
    [{}, "generate: counts must name at least one class, got none."],
  ])("rejects %j", (counts, message) => {
    expect(() => labels(counts as Record<string, number>)).toThrow(message);
  });

  it("rejects counts for a model without classes", () => {
    expect(() => labelsOfCounts("generate", tinyModel({ classes: [] }), { basophil: 1 })).toThrow(
      "generate: counts must be omitted for a model without classes.",
    );
  });
});

test("countsToFill returns how many images each class lacks to the largest", () => {
  const classes = ["a", "b", "c", "d"];
  const given = Int32Array.from([...Array(5).fill(0), ...Array(2).fill(1), ...Array(5).fill(2)]);
  expect(countsToFill(given, classes)).toEqual({ b: 3, d: 5 });
  expect(countsToFill([0, 1, 2, 3], classes)).toEqual({});
  expect(() => countsToFill([0, 4], classes)).toThrow(
    "countsToFill: labels must be integers from 0 to 3, got 4 for image 1.",
  );
});

describe("generate", () => {
  const tiny = tinyPipeline();

  it("with counts generates the images that createGenerator generates for the same classes", async () => {
    const options = { seed: 3, steps };
    const images = await tiny.cells.generate({ ...options, counts: { white: 2, red: 1 }, batchSize: 2 });
    expect(images.map((image) => image.class)).toEqual(["red", "white", "white"]);
    const ofCounts = labelsOfCounts("test", tiny.model, { red: 1, white: 2 });
    const generator = await createGenerator(tiny.model, tiny.engine, { batchSize: 2 });
    const expected: number[][] = [];
    for await (const { values } of generator.generate({
      ...options,
      count: ofCounts.length,
      class: (index) => ofCounts[index]!,
    }))
      expected.push([...values]);
    await generator.dispose();
    expect(images.map(({ values }) => [...values])).toEqual(expected);
    // Image k depends only on the seed, k and its class.
    const more = await tiny.cells.generate({ ...options, counts: { red: 1, white: 4 }, batchSize: 2 });
    expect(more.slice(0, 3).map(({ values }) => [...values])).toEqual(expected);
  });

  it.each(["count", "class"] as const)("rejects counts with %s", async (name) => {
    const other = { count: { count: 3 }, class: { class: "red" } }[name];
    await expect(tiny.cells.generate({ counts: { red: 1 }, ...other })).rejects.toThrow(
      `generate: counts must not be used with ${name}. Omit one of them.`,
    );
  });
});
