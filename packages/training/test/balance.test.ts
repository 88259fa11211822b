import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { scanImageFolder } from "@cellgen/data/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeBalance, prepareRun, readRunSettings, trainFolder } from "../src/node.ts";
import { isBalanced } from "../src/run/classBalance.ts";
import { runBatches } from "../src/run/runImages.ts";
import { brief, digests, interruptRun, writeCells } from "./runs.ts";

let root: string;
const at = (...names: string[]): string => path.join(root, ...names);
const json = async (...names: string[]) => JSON.parse(await readFile(at(...names), "utf8"));
/** 12 images of class-0, 3 of class-1 and 12 of class-2; in `even`, 4 of each. */
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "cellgen-balance-"));
  await writeCells(at("even"), 12);
  await writeCells(at("uneven"), 36);
  for (const cell of [1, 4, 7, 10, 13, 16, 19, 22, 25])
    await rm(at("uneven", "class-1", `cell-${cell}.png`), { force: true });
}, 120_000);
afterAll(() => rm(root, { recursive: true }));

const conditional = { balance: "auto", classConditional: true } as const;

test("classes are drawn equally often by default if the largest has more than 3 times the images of the smallest", async () => {
  const images = await scanImageFolder(at("uneven"));
  const sized = (...counts: number[]) => ({
    ...images,
    files: counts.flatMap((count, label) => Array(count).fill({ ...images.files[0]!, label })),
  });
  expect(isBalanced(conditional, sized(30, 10, 20))).toBe(false);
  expect(isBalanced(conditional, sized(31, 10, 20))).toBe(true);
  expect(isBalanced({ balance: "auto", classConditional: false }, sized(31, 10, 20))).toBe(false);
  expect(isBalanced({ balance: false, classConditional: true }, sized(31, 10, 20))).toBe(false);
  expect(isBalanced({ balance: true, classConditional: true }, sized(10, 10, 10))).toBe(true);
});

test("describes how often classes are drawn, and why", () => {
  const classes = (...counts: number[]) => ({
    classes: counts.map((count, label) => ({ name: `${label}`, count })),
  });
  const text = (balance: boolean, ...counts: number[]) =>
    describeBalance({ balance, classConditional: true }, classes(...counts));
  expect(text(true, 24, 2, 5)).toBe(
    "classes are drawn equally often: the largest has 12 times the images of the smallest",
  );
  expect(text(false, 3, 2)).toBe("no: the largest class has 1.5 times the images of the smallest");
  expect(text(false, 2, 2)).toBe("no: all classes have the same number of images");
  expect(describeBalance({ balance: false, classConditional: false }, classes())).toBeUndefined();
});

test("a balanced run is resumed bit for bit, and records that it is balanced", async () => {
  const whole = await trainFolder(at("uneven"), { ...brief, out: at("whole"), report: true });
  expect(whole.settings.balance).toBe(true);
  expect(whole.model.card.training).toMatchObject({ balance: true });
  expect((await json("whole", "train.json")).balance).toBe(true);
  const page = await readFile(at("whole", "report.html"), "utf8");
  // 8 steps of 2 images: 16 / 3 classes / 12 and 3 images.
  expect(page).toContain("on 27 images in 3 classes, each used 0.444 to 1.78 times.");
  expect(page).toContain("the largest has 4 times the images of the smallest");
  await interruptRun(at("uneven"), 3, { ...brief, out: at("parts") });
  const resume = { out: at("parts"), resume: true };
  await expect(trainFolder(at("uneven"), { ...resume, balance: false })).rejects.toThrow(
    /balance is false, but the run was started with true\. Omit it, or start a new run/,
  );
  await trainFolder(at("uneven"), { ...resume, balance: "auto" });
  expect(await digests(at("parts"))).toEqual(await digests(at("whole")));
  await trainFolder(at("uneven"), { ...brief, out: at("not"), balance: false });
  expect(await digests(at("not"))).not.toEqual(await digests(at("whole")));
});

test("a run started before there was balance is resumed without it", async () => {
  const options = { ...brief, steps: 4, balance: false };
  await trainFolder(at("uneven"), { ...options, out: at("earlier-whole") });
  await interruptRun(at("uneven"), 2, { ...options, out: at("earlier") });
  const { balance, ...settings } = await json("earlier", "train.json");
  expect(balance).toBe(false);
  await writeFile(at("earlier", "train.json"), JSON.stringify(settings));
  expect((await readRunSettings(at("earlier"))).balance).toBe(false);
  await trainFolder(at("uneven"), { out: at("earlier"), resume: true });
  expect(await digests(at("earlier"))).toEqual(await digests(at("earlier-whole")));
});

test("batches of a balanced run contain each class equally often", async () => {
  const run = await prepareRun(at("uneven"), { ...brief, out: at("prepared"), batch: 3 });
  const batches = runBatches(run.images, run.settings);
  for (let step = 0; step < 6; step++)
    expect((await batches.batch(step)).labels.toSorted()).toEqual(Int32Array.of(0, 1, 2));
  await batches.close();
  await run.dispose();
});

test("refuses balance for training without classes", async () => {
  const refused = trainFolder(at("even"), {
    ...brief,
    classConditional: false,
    balance: true,
    out: at("none"),
  });
  await expect(refused).rejects.toThrow(
    "trainFolder: balance must be false without class-conditional training, got true. Omit it, or train with classes.",
  );
  await expect(json("none", "train.json")).rejects.toThrow();
});
