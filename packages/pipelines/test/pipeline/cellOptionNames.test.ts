import { expect, it } from "vitest";
import { tinyPipeline } from "./tinyPipeline.ts";

const tiny = tinyPipeline();

it("an unknown option is refused with the nearest known one", async () => {
  const { cells } = tiny;
  const refusal = (caller: string, unknown: string, nearest: string) =>
    new TypeError(
      `${caller}: options must not have ${unknown}, which is not an option. Did you mean ${nearest}?`,
    );
  const file = await tiny.cellFile("a.png");
  const of = (options: object): never => options as never;
  expect(() => cells.generate(of({ cuont: 8 }))).toThrow(refusal("generate", "cuont", "count"));
  await expect(cells.denoise(file, of({ sample: 2 }))).rejects.toThrow(
    refusal("denoise", "sample", "samples"),
  );
  expect(() => cells.inpaint(file, file, of({ perset: "fast" }))).toThrow(
    refusal("inpaint", "perset", "preset"),
  );
  expect(() => cells.translate(file, of({ to: "red", strenght: 1 }))).toThrow(
    refusal("translate", "strenght", "strength"),
  );
  expect(() => cells.interpolate(of({ from: 0, to: 1, frame: 3 }))).toThrow(
    refusal("interpolate", "frame", "frames"),
  );
});

it("an unknown option that resembles none is refused with all that there are", () => {
  expect(() => tiny.cells.generate({ xyzzyplugh: 1 } as never)).toThrow(
    /Options: count, counts, seed, width, height, class, /,
  );
});
