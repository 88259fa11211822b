import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { trainingFolder } from "./trainingFolder.ts";

const folder = await mkdtemp(path.join(tmpdir(), "cellgen-balance-"));
const { at, cellgen, synthesize, training } = trainingFolder(folder);

/** Six erythrocytes, six leukocytes and one platelet. */
beforeAll(async () => {
  await synthesize();
  const [, ...others] = await readdir(at("cells", "platelet"));
  for (const name of others) await rm(at("cells", "platelet", name));
});
afterAll(() => rm(folder, { recursive: true }));

const train = (out: string, ...flags: string[]) =>
  cellgen([...training(out).slice(0, -1), "2", "--sample-every", "0", ...flags]);

test("prints that classes are drawn equally often, and why", async () => {
  const { code, out } = await train("balanced");
  expect(code).toBe(0);
  expect(out).toContain(
    "balanced    classes are drawn equally often: the largest has 6 times the images of the smallest\n",
  );
  const card = JSON.parse(await readFile(at("balanced", "cellgen.json"), "utf8"));
  expect(card.training.balance).toBe(true);
  const resumed = await cellgen(["train", "--out", at("balanced"), "--resume", "--no-balance"]);
  expect(resumed).toMatchObject({ code: 2 });
  expect(resumed.err).toContain("--balance is false, but the run was started with true");
});

test("--no-balance draws the images equally often", async () => {
  const { code, out } = await train("images", "--no-balance");
  expect(code).toBe(0);
  expect(out).toContain("balanced    no: the largest class has 6 times the images of the smallest\n");
});

test("refuses --balance without classes", async () => {
  const { code, err } = await train("none", "--no-class-conditional", "--balance");
  expect(code).toBe(2);
  expect(err).toBe(
    "cellgen: --balance must be false without class-conditional training, got true. Omit it, or train with classes.\n",
  );
  await expect(readdir(at("none"))).rejects.toThrow();
});
