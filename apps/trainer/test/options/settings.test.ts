import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { nearestName } from "@cellgen/pipelines/options";
import { trainingDefaults } from "@cellgen/training/defaults";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { trainOptions } from "../../src/commands/train/options.ts";
import { readConfig } from "../../src/options/readConfig.ts";
import { flagSource, resolveSettings } from "../../src/options/resolveSettings.ts";

const file = (values: Record<string, unknown>) => ({
  values,
  nameOf: (key: string) => `config run.json: ${key}`,
});
const needed = { data: "a", out: "b" };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-settings-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("resolveSettings", () => {
  test("takes flags before the config file, and the file before the defaults", () => {
    const sources = [flagSource({ ...needed, steps: 5 }), file({ steps: 7, batch: 8 })];
    const settings = resolveSettings(trainOptions, sources);
    const { size, recipe } = trainingDefaults;
    expect(settings).toMatchObject({ ...needed, size, recipe, steps: 5, batch: 8 });
    // The recipe decides, when the size is known.
    expect(settings.patchSize).toBeUndefined();
  });

  test("names the flag, its rule and its value", () => {
    const resolve = (flags: Record<string, unknown>) => () =>
      resolveSettings(trainOptions, [flagSource({ ...needed, ...flags })]);
    expect(resolve({ steps: "many" })).toThrow(
      '--steps must be a whole number from 1 to 4294967295, got "many".',
    );
    expect(resolve({ sampleEvery: -1 })).toThrow(
      "--sample-every must be a whole number of at least 0, got -1.",
    );
    expect(resolve({ batch: 2.5 })).toThrow("--batch must be a whole number from 1 to 4096, got 2.5.");
    expect(resolve({ lr: 0 })).toThrow("--lr must be a number above 0 and at most 1, got 0.");
    expect(resolve({ preset: "huge" })).toThrow('--preset must be tiny, small or base, got "huge".');
    expect(resolve({ channels: 9 })).toThrow("--channels must be auto, 1, 2, 3, 4, 5, 6, 7 or 8, got 9.");
    expect(resolve({ ema: 1 })).toThrow("--ema must be a number from 0 to 0.999999, got 1.");
  });

  test("names the key of a config file", () => {
    expect(() => resolveSettings(trainOptions, [file({ ...needed, steps: 0 })])).toThrow(
      "config run.json: steps must be a whole number from 1 to 4294967295, got 0.",
    );
  });

  test("refuses an unknown key and names the nearest known one", () => {
    expect(() => resolveSettings(trainOptions, [file({ ...needed, stpes: 1, zzz: 2 })])).toThrow(
      /config run.json: stpes \(did you mean steps\?\), zzz: there is no such setting/,
    );
  });

  test("names every mistake", () => {
    const wrong = file({ steps: 1.5, batch: "x", stpes: 1, out: "b" });
    expect(() => resolveSettings(trainOptions, [wrong])).toThrow(
      /stpes \(did you mean steps\?\).* --data is missing\. Give a folder of training images\. config run\.json: steps must be a whole number from 1 to 4294967295, got 1\.5\. config run\.json: batch must be a whole number from 1 to 4096, got "x"\.$/,
    );
  });

  test("says what to do where a setting without a default is missing", () => {
    expect(() => resolveSettings(trainOptions, [flagSource({ out: "b" })])).toThrow(
      "--data is missing. Give a folder of training images.",
    );
  });
});

test("readConfig refuses a missing file, broken JSON and what is not an object, each in one line", async () => {
  const broken = path.join(folder, "broken.json");
  await writeFile(broken, '{"steps": 3,\n}');
  const list = path.join(folder, "list.json");
  await writeFile(list, "[1]");
  await expect(readConfig(path.join(folder, "none.json"))).rejects.toThrow(
    /none.json: there is no such file/,
  );
  await expect(readConfig(broken)).rejects.toThrow(/^config .*broken.json is not JSON: [^\n]*$/);
  await expect(readConfig(list)).rejects.toThrow(/must be one JSON object/);
});

test("nearestName finds a misspelt name and none where nothing is near", () => {
  expect(nearestName("checkpointevry", Object.keys(trainOptions))).toBe("checkpointEvery");
  expect(nearestName("xyzzy", Object.keys(trainOptions))).toBeUndefined();
});
