import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { synthesizeCell } from "@cellgen/data";
import { readImage, scanImageFolder, writePng } from "@cellgen/data/node";
import { generalizedAnscombe, photonNoise } from "@cellgen/filters";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../../src/program.ts";
import { testIo } from "../../testIo.ts";

describe("cellgen train --stabilise", () => {
  let folder: string;
  const at = (...names: string[]): string => path.join(folder, ...names);
  const noise = { gain: 4, offset: 20, read: 2 };
  const training = (out: string, ...more: string[]): string[] => {
    const network = ["--preset", "tiny", "--size", "16", "--batch", "2", "--steps", "3"];
    return ["train", "--data", at("cells"), "--out", at(out), ...network, ...more];
  };
  async function cellgen(...argv: string[]) {
    const io = testIo();
    const code = await run(argv, io);
    return { code, out: io.out(), err: io.err() };
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "cellgen-stabilise-"));
    await mkdir(at("cells"));
    for (let index = 0; index < 6; index++) {
      const { image } = synthesizeCell("fluorescence", { size: 16, seed: 0, index });
      const clean = Float64Array.from(image.data, (value) => 20 + 0.8 * value);
      const noisy = photonNoise(clean, { ...noise, seed: 0, index });
      await writePng(at("cells", `${index}.png`), { ...image, data: Uint8Array.from(noisy, Math.round) });
    }
    const result = await cellgen(...training("run", "--stabilise", "gain=4,read=2,offset=20"));
    expect(result.err).not.toMatch(/Error/);
    expect(result).toMatchObject({ code: 0 });
    expect(result.out).toContain("stabilized  for photon noise of gain=4,offset=20,read=2");
    expect(result.err).not.toContain("scaled");
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));

  test("is written in the model's card, with the range of the transformed values", async () => {
    const card = JSON.parse(await readFile(at("run", "cellgen.json"), "utf8"));
    expect(card.stabilisation).toEqual(noise);
    const [range] = (await scanImageFolder(at("cells"))).ranges;
    const [low, high] = generalizedAnscombe(Float64Array.from(range!), noise);
    expect(card.ranges).toEqual([[low, high]]);
    expect(card.training.stabilise).toBe("gain=4,offset=20,read=2");
    expect(await readFile(at("run", "report.html"), "utf8")).toContain("gain=4,offset=20,read=2");
  });

  test("samples are pixels of the files again, in 8 bits", async () => {
    const sampled = await cellgen(
      ...["sample", "--model", at("run"), "--out", at("samples"), "--count", "2", "--steps", "2"],
    );
    expect(sampled).toMatchObject({ code: 0 });
    expect(await readdir(at("samples"))).toContain("image-00001.png");
    const { data } = await readImage(at("samples", "image-00000.png"));
    expect(data).toBeInstanceOf(Uint8Array);
    // What the transform cuts off, up to 20 - 3/8 * 4 - 2² / 4, does not come back.
    expect(Math.min(...data)).toBeGreaterThanOrEqual(17);
  });

  test("a run that goes on keeps it, in whatever order it is given, and refuses another", async () => {
    const again = await cellgen(
      "train",
      "--out",
      at("run"),
      "--resume",
      "--stabilise",
      "offset=20,gain=4,read=2",
    );
    expect(again).toMatchObject({ code: 0 });
    const other = await cellgen("train", "--out", at("run"), "--resume", "--stabilise", "gain=4");
    expect(other.code).toBe(2);
    expect(other.err).toMatch(
      /--stabilise is gain=4,offset=0,read=0, but the run was started with gain=4,offset=20,read=2/,
    );
  });

  test("refuses what is no photon noise, and an offset above all pixels; says what scaling does", async () => {
    const wrong = await cellgen(...training("wrong", "--stabilise", "gain=0"));
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatch(
      /--stabilise must be none, or gain=G,offset=O,read=R with a gain above 0.*, got "gain=0"/,
    );
    const dark = await cellgen(...training("dark", "--stabilise", "gain=1,offset=300"));
    expect(dark.code).toBe(2);
    expect(dark.err).toMatch(
      /--stabilise gain=1,offset=300,read=0 maps all images to one value.*pixel values, \d+ to \d+, lie below/,
    );
    const scaled = await cellgen(...training("scaled", "--stabilise", "gain=4", "--size", "8"));
    expect(scaled.err).toMatch(
      /scaled to 8x8, but the photon noise to stabilize .* refers to unscaled camera pixels/,
    );
  });
});
