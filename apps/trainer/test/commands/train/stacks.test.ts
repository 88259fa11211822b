import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createZarr, readImage } from "@cellgen/data/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../../src/program.ts";
import { testIo } from "../../testIo.ts";

describe("cellgen on stacks of several channels", () => {
  let folder: string;
  const at = (...names: string[]): string => path.join(folder, ...names);
  async function cellgen(...args: string[]) {
    const io = testIo();
    const code = await run(args, io);
    return { code, out: io.out(), err: io.err() };
  }
  const train = (out: string, ...more: string[]) =>
    cellgen(
      ...["train", "--data", at("cells"), "--out", at(out), "--preset", "tiny", "--size", "16"],
      ...["--batch", "2", "--steps", "2", ...more],
    );
  const cardOf = async (out: string) => JSON.parse(await readFile(at(out, "cellgen.json"), "utf8"));

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "cellgen-stacks-"));
    await mkdir(at("cells"));
    for (let file = 0; file < 6; file++) {
      const layout = {
        ...{ width: 16, height: 16, channels: 3, depth: 2, times: 2, pixelType: "uint16" as const },
        ...{ channelNames: ["DAPI", "Actin", "Tubulin"], pixelSizeMicrometres: 0.25 },
      };
      const writer = await createZarr(at("cells", `${file}.zarr`), layout);
      for (const [z, time] of [0, 1].flatMap((z) => [0, 1].map((time) => [z, time] as const))) {
        const data = Uint16Array.from(
          { length: 16 * 16 * 3 },
          (_, i) => 1000 * (i % 3) + 100 * (file + z) + ((i * 37 + 5 * time) % 256),
        );
        await writer.writeRegion({ width: 16, height: 16, channels: 3, data }, { left: 0, top: 0, z, time });
      }
      await writer.finish();
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("trains on the selected channels and planes, which the model records", async () => {
    const { code, out, err } = await train("run", "--select-channels", "Tubulin, 0", "--z", "0");
    expect([code, err]).toEqual([0, expect.not.stringContaining("unreadable")]);
    expect(out).toContain("12 images");
    expect(await cardOf("run")).toMatchObject({
      channels: 2,
      channelNames: ["Tubulin", "DAPI"],
      pixelType: "uint16",
      pixelSizeMicrometres: 0.25,
      training: { selectChannels: "Tubulin, 0", z: "0", time: "all" },
    });
  });

  test("denoises the same channels and planes by default, one result each", async () => {
    const denoise = (out: string, ...more: string[]) =>
      cellgen(
        ...["denoise", "--model", at("run"), "--input", at("cells", "0.zarr"), "--out", at(out)],
        ...["--noise", "20", "--samples", "1", "--steps", "1", "--format", "tiff", ...more],
      );
    expect(await denoise("planes")).toMatchObject({ code: 0 });
    expect((await readdir(at("planes", "images"))).sort()).toEqual(["0-z0t0.tif", "0-z0t1.tif"]);
    expect(await readImage(at("planes", "images", "0-z0t0.tif"))).toMatchObject({
      channels: 2,
      channelNames: ["Tubulin", "DAPI"],
    });
    expect(await denoise("others", "--z", "all", "--time", "1")).toMatchObject({ code: 0 });
    expect((await readdir(at("others", "images"))).sort()).toEqual(["0-z0t1.tif", "0-z1t1.tif"]);
  });

  test("names the channels that files have, and rejects selections that are none", async () => {
    const missing = await train("missing", "--select-channels", "GFP");
    expect(missing.code).toBe(2);
    expect(missing.err).toContain('without channel "GFP": it has 3 channels (DAPI, Actin, Tubulin)');
    const wrong = await train("wrong", "--z", "top");
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain("--z must be max, mean, all or the index of a focal plane, from 0");
  });
});
