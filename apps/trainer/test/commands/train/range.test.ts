import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { writePng } from "@cellgen/data/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../../src/program.ts";
import { testIo } from "../../testIo.ts";

describe("cellgen train --range", () => {
  let folder: string;
  const at = (...names: string[]): string => path.join(folder, ...names);
  async function train(out: string, ...more: string[]) {
    const io = testIo();
    const network = ["--preset", "tiny", "--size", "16", "--batch", "2", "--steps", "2"];
    const code = await run(["train", "--data", at("cells"), "--out", at(out), ...network, ...more], io);
    return { code, out: io.out(), err: io.err() };
  }
  const cardOf = async (out: string) => JSON.parse(await readFile(at(out, "cellgen.json"), "utf8"));

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "cellgen-range-"));
    await mkdir(at("cells"));
    // 12-bit cells in 16-bit files, one with a hot pixel.
    for (let file = 0; file < 8; file++) {
      const data = Uint16Array.from({ length: 16 * 16 }, (_, i) => 100 * (file + 1) + ((i * 37) % 256));
      if (file === 5) data[9] = 65_535;
      await writePng(at("cells", `${file}.png`), { width: 16, height: 16, channels: 1, data });
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("is by percentiles of the set, and a hot pixel is named", async () => {
    const { code, err } = await train("set", "--display", "green");
    expect(code).toBe(0);
    expect(err).toMatch(/5\.png has a pixel of 65535, far above the 99.9 percentile of the set, 105\d/);
    expect(await cardOf("set")).toMatchObject({
      formatVersion: 2,
      pixelType: "uint16",
      ranges: [[102, expect.closeTo(1053, -1)]],
      rangeScope: "set",
      displayColors: ["green"],
    });
  });

  test("is given as pixel values, or of each image, which discards absolute intensity", async () => {
    expect(await train("given", "--range", "0, 4095")).toMatchObject({ code: 0 });
    expect(await cardOf("given")).toMatchObject({ ranges: [[0, 4095]], training: { range: "0,4095" } });
    const own = await train("own", "--range", "image");
    expect(own.code).toBe(0);
    expect(own.err).toContain("Each image is mapped by its own percentiles");
    expect(await cardOf("own")).toMatchObject({ rangeScope: "image" });
  });

  test("and colors that do not fit are refused", async () => {
    const wrong = await train("wrong", "--range", "9,3");
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain("--range must be set, group, image, LOW,HIGH or LOW%,HIGH%");
    const colours = await train("colours", "--display", "green,blue");
    expect(colours.code).toBe(2);
    expect(colours.err).toContain("--display must have one color for each of 1 channels, got green,blue.");
  });
});
