import { mkdir } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { describeFault, EvaluationError, evaluateFolder } from "../../src/node.ts";
import { testEngine } from "../tinySets.ts";
import { evaluationFolder } from "./evaluationFolder.ts";

const engine = await testEngine();
const { at, writeCells } = await evaluationFolder();
beforeAll(async () => {
  await writeCells("cells", 60, 1, false);
  await writeCells("other", 20, 2, false);
  await writeCells("few", 3, 3, false);
  await mkdir(at("empty"));
});

const cells = { features: "cells", engine, epochs: 1 } as const;

describe("evaluateFolder", () => {
  test.each([
    [
      "a folder without images",
      { images: "empty" },
      { code: "ERR_UNUSABLE_FOLDER", folder: "images", reason: expect.stringMatching(/^must hold images/) },
    ],
    [
      "a missing folder",
      { data: "nowhere", images: "other" },
      { code: "ERR_UNUSABLE_FOLDER", folder: "data", reason: expect.stringMatching(/does not exist/) },
    ],
    [
      "too few real images",
      { data: "few", heldOut: "cells", images: "other" },
      { code: "ERR_TOO_FEW_IMAGES", folder: "data", count: 3, minimum: 8, hasClasses: false },
    ],
    [
      "too few images to hold some out",
      { data: "other", images: "other" },
      { code: "ERR_TOO_FEW_IMAGES", folder: "split", count: 5, minimum: 8, hasClasses: false },
    ],
    [
      "too few held-out images",
      { heldOut: "few", images: "other" },
      { code: "ERR_TOO_FEW_IMAGES", folder: "heldOut", count: 3, minimum: 8, hasClasses: false },
    ],
  ])("refuses %s with a code", async (_, given: Readonly<Record<string, string>>, fault) => {
    const folders = Object.entries({ data: "cells", ...given }).map(([name, value]) => [name, at(value)]);
    const error = await evaluateFolder({ ...cells, ...Object.fromEntries(folders) }).catch((e) => e);
    expect(error).toBeInstanceOf(EvaluationError);
    expect(error.fault).toEqual(fault);
    expect(error.message).toMatch(/^evaluateFolder: /);
    const flags = { data: "--data", heldOut: "--held-out", images: "--images" };
    expect(describeFault(error.fault, flags)).toMatch(
      /^(--(data|held-out|images)|the held-out quarter of --data)/,
    );
  });

  test("refuses options that contradict each other or are out of range", async () => {
    const data = at("cells");
    await expect(evaluateFolder({ data })).rejects.toThrow(
      "one of model and images must be given, got neither",
    );
    await expect(evaluateFolder({ data, images: data, model: data })).rejects.toThrow("got both");
    await expect(evaluateFolder({ data, images: data, count: 7 })).rejects.toThrow(
      "evaluateFolder: count must be a whole number from 8, got 7.",
    );
  });
});
