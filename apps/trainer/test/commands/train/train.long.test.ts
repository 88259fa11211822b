import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testIo } from "../../testIo.ts";
import { trainingFolder, weightFiles } from "./trainingFolder.ts";

const folder = await mkdtemp(path.join(tmpdir(), "cellgen-train-long-"));
const { at, cellgen, synthesize, training, digests } = trainingFolder(folder);
const trained = (out: string, ...flags: string[]) => cellgen([...training(out), ...flags]);

beforeAll(() => synthesize());
afterAll(() => rm(folder, { recursive: true }));

describe("cellgen train", () => {
  test("computes on as many threads as it is told, and on others when it is resumed", async () => {
    const flags = ["--threads", "1", "--share-cores", "--steps", "2"];
    const first = await trained("threads", ...flags);
    expect(first.out).toMatch(/engine +onnx: .*, 1 thread, shared cores,/);
    const settings = async () => JSON.parse(await readFile(at("threads", "train.json"), "utf8"));
    expect(await settings()).toMatchObject({ threads: 1, shareCores: true });
    const { training: card } = JSON.parse(await readFile(at("threads", "cellgen.json"), "utf8"));
    expect(card).toMatchObject({ steps: 2 });
    expect(card).not.toHaveProperty("threads");
    expect(card).not.toHaveProperty("shareCores");

    const resumed = ["train", "--out", at("threads"), "--resume"];
    expect((await cellgen(resumed)).out).toContain("1 thread, shared cores,");
    const again = await cellgen([...resumed, "--threads", "2", "--no-share-cores"]);
    expect(again.code).toBe(0);
    expect(again.out).toMatch(/engine +onnx: .*, 2 threads, (blocks|plain)/);
    expect((await cellgen([...resumed, "--no-blocks"])).out).toContain("plain operators");
  });

  test("with --force replaces the run, but not where it is interrupted before its first step", async () => {
    expect(await trained("forced", "--steps", "2")).toMatchObject({ code: 0 });
    const before = await digests("forced", weightFiles);
    const io = testIo();
    const work = cellgen(["train", "--config", at("forced", "train.json"), "--force"], io);
    while (!io.out().includes("images ")) await new Promise((resolve) => setTimeout(resolve, 1));
    io.interrupt();
    expect(await work).toMatchObject({ code: 130 });
    expect(await digests("forced", weightFiles)).toEqual(before);
    expect(await trained("forced", "--steps", "3", "--force")).toMatchObject({ code: 0 });
    expect(await digests("forced", weightFiles)).not.toEqual(before);
  });

  test("repeats a run from the settings that it wrote", async () => {
    expect(await trained("whole")).toMatchObject({ code: 0 });
    const result = await cellgen(["train", "--config", at("whole", "train.json"), "--out", at("again")]);
    expect(result).toMatchObject({ code: 0 });
    expect(await digests("again", weightFiles)).toEqual(await digests("whole", weightFiles));
  });
});
