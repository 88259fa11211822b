import { describe, expect, it } from "vitest";
import { pixels, tinyPipeline } from "./tinyPipeline.ts";

const tiny = tinyPipeline();
const { cellFile } = tiny;
const steps = 3;

describe("translate", () => {
  it("gives one image for one, several for several, with the judge's verdict", async () => {
    const files = [await cellFile("a.png"), await cellFile("b.png", { index: 1, size: 16 })];
    const judge = async (images: readonly unknown[]) =>
      images.map(() => ({ label: 0, probabilities: Float32Array.of(0.7, 0.3) }));
    const options = { to: "white", from: "red", steps, judge };
    const both = await tiny.cells.translate(files, options);
    expect(both.map(({ width, index }) => [width, index])).toEqual([
      [8, 0],
      [16, 1],
    ]);
    expect(both[1]!.notes.map(({ code }) => code)).toEqual(["resized"]);
    expect(both[0]!.warnings).toMatchObject([
      {
        code: "class-not-reached",
        message: expect.stringMatching(
          /assigns the class red, not white: the target class was not reached\.$/,
        ),
        remedy: "Use a higher strength or guidance scale.",
      },
    ]);
    const one = await tiny.cells.translate(files[0]!, { ...options, batchSize: 2 });
    expect(pixels(one)).toEqual(pixels(both[0]!));
    expect(one.structure.edges).toBeGreaterThan(-1);
  });

  it("translates images of several classes, each as among those of its own class", async () => {
    const files = [
      await cellFile("a.png"),
      await cellFile("b.png", { index: 1 }),
      await cellFile("c.png", { index: 2 }),
    ];
    const options = { to: "white", steps, batchSize: 2 };
    const calls: number[][] = [];
    const all = await tiny.cells.translate(files, {
      ...options,
      from: ["red", undefined, "red"],
      onProgress: ({ calls: done, totalCalls, batch, batches }) => {
        calls.push([done, totalCalls, batch, batches]);
      },
    });
    expect(all.map(({ position, index }) => [position, index])).toEqual([
      [0, 0],
      [2, 1],
      [1, 0],
    ]);
    const reds = await tiny.cells.translate([files[0]!, files[2]!], { ...options, from: "red" });
    const others = await tiny.cells.translate([files[1]!], options);
    expect(all.map(pixels)).toEqual([...reds, ...others].map(pixels));
    expect(calls.map(([done]) => done)).toEqual(calls.map((_, k) => k + 1));
    expect(calls.at(-1)).toEqual([calls.length, calls.length, 2, 2]);
    await expect(tiny.cells.translate(files, { ...options, from: ["red"] })).rejects.toThrow(
      /from must have 3 classes, one per image, got 1/,
    );
  });
});
