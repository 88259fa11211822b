import { boxMask, type CellImage, synthesizeCell } from "@cellgen/data";
import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { htmlReport, type ReportSection } from "@cellgen/figures";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inpaintPresetFor } from "../../src/index.ts";
import { CellPipeline } from "../../src/node.ts";
import {
  denoisingReport,
  inpaintingReport,
  interpolationReport,
  type ResultReportContents,
  translationReport,
} from "../../src/report/index.ts";
import { tinyModel } from "../tinyModel.ts";

const classes = ["red", "white"];
const model = tinyModel({ classes });
const how = { sampler: "ddim", steps: 3 } as const;

let engine: Engine;
let cells: CellPipeline;
beforeAll(async () => {
  engine = await createEngine("cpu");
  cells = new CellPipeline(model, engine);
});
afterAll(async () => {
  await cells.dispose();
  await engine.dispose();
});

/** A gray image, of which each size is another. */
function cell(size = 8): CellImage {
  const { image } = synthesizeCell("smear", { size: 64, seed: 0, index: size });
  return { width: size, height: size, channels: 1, data: image.data.slice(0, size * size) };
}

const titles = (sections: readonly ReportSection[]): string[] =>
  sections.map((section) => ("title" in section ? section.title : section.kind));
const table = ({ sections }: Pick<ResultReportContents, "sections">, title: string) =>
  sections.find((section) => section.kind === "table" && section.title === title);
const isPng = (bytes: Uint8Array): boolean => Buffer.from(bytes).toString("latin1", 1, 4) === "PNG";

describe("denoisingReport", () => {
  it("holds a sheet, checks and an explanation, and with references the scores", async () => {
    const report = denoisingReport({ noise: "20" });
    const input = cell();
    report.add("a.png", await cells.denoise(input, { noise: 20, reference: input }));
    const contents = await report.contents();
    expect(contents.summary).toBe(
      "1 image: the estimate of minimum squared error; noise 20, in gray levels.",
    );
    expect(titles(contents.sections).filter((title) => title !== "Warnings")).toEqual([
      "All images",
      "Compared with classical filters",
      "Images",
      "How to read it",
    ]);
    expect(table(contents, "Images")).toMatchObject({
      header: expect.arrayContaining(["residual", "PSNR before", "best filter"]),
      rows: [
        [
          "a.png",
          "20",
          expect.any(String),
          ...Array.from({ length: 4 }, () => expect.any(String)),
          "equal",
          expect.any(String),
          expect.any(String),
        ],
      ],
    });
    expect(contents.scores?.means.noisy.psnr).toBe(Number.POSITIVE_INFINITY);
    expect(isPng(contents.sheet)).toBe(true);
    expect(htmlReport(contents)).toContain("<h1>Denoised images</h1>");
  });

  it("phrases notes and warnings as the caller does", async () => {
    const report = denoisingReport({
      noteText: ({ code }) => `noted: ${code}`,
      warningText: ({ code }) => `warned: ${code}`,
    });
    const flat = { ...cell(), data: new Uint8Array(64).fill(90) };
    report.add("flat.png", await cells.denoise(flat));
    report.add("stated.png", await cells.denoise(cell(16), { noise: 100 }));
    const { warnings, scores, sections } = await report.contents();
    expect(warnings).toEqual([
      expect.stringMatching(/^stated\.png: warned: noise-weaker-than-stated$/),
      "flat.png is noted: no-noise-found.",
    ]);
    expect(scores).toBeUndefined();
    expect(titles(sections)).toContain("Warnings");
  });

  it("shows the first images, and names where all of many are listed", async () => {
    const report = denoisingReport({ listedIn: "all.json" });
    const denoised = await cells.denoise(cell(), { noise: 20 });
    for (let k = 0; k < 60; k++) report.add(`${k}.png`, denoised);
    const contents = await report.contents();
    expect(titles(contents.sections)[0]).toBe("The first 24 of 60 images");
    expect(table(contents, "Images")).toMatchObject({
      caption: expect.stringMatching(/^The first 50 of 60; all are in all\.json\. Residual: /),
    });
  });

  it("refuses to report on nothing", async () => {
    await expect(denoisingReport().contents()).rejects.toThrow(RangeError);
  });
});

describe("inpaintingReport", () => {
  it("lists how much of each image was masked, and shows its completions", async () => {
    const preset = inpaintPresetFor(model.scheduler, { ...how, steps: 2, resamplings: 1, jumpLength: 1 });
    const report = inpaintingReport({ samples: 2, preset, class: "red" });
    const mask = boxMask(8, 8, { left: 1, top: 1, width: 4, height: 4 });
    report.add("a.png", await cells.inpaint(cell(), mask, { samples: 2, preset, class: "red" }));
    const contents = await report.contents();
    expect(contents.summary).toBe(
      "1 image, 2 completions of class red, by RePaint: ddim, 2 steps, each taken 1 time in jumps of 1.",
    );
    expect(table(contents, "Images")).toMatchObject({
      rows: [["a.png", "8x8", "16", "25 %", "whole image"]],
    });
    expect(isPng(contents.sheet)).toBe(true);
  });

  it("refuses an image without completions", () => {
    const report = inpaintingReport({ preset: inpaintPresetFor(model.scheduler) });
    expect(() => report.add("a.png", [])).toThrow(RangeError);
  });
});

describe("translationReport", () => {
  it("scores the kept structure and what a judge recognizes", async () => {
    const judge = async (images: readonly unknown[]) =>
      images.map(() => ({ label: 0, probabilities: Float32Array.of(0.75, 0.25) }));
    const options = { ...how, to: "white", from: "red" };
    const report = translationReport({ ...options, classes, judge: { accuracy: 0.9, heldOut: 20 } });
    const translated = await cells.translate([cell(8), cell(16)], { ...options, judge });
    for (const [k, result] of translated.entries()) report.add(`${k}.png`, result);
    const contents = await report.contents();
    expect(contents.title).toBe("Images as white");
    expect(contents.summary).toBe("2 images by ddib: ddim, 3 steps, strength 1, guidance 1.");
    expect(contents.scores.reached).toEqual({ before: 0, after: 0 });
    expect(contents.warnings).toContain(
      "The classifier assigns 0 % of the results to white: most did not reach the class. A higher strength or guidance scale changes more.",
    );
    const missed = translated.map(({ warnings: [warning] }) => `${warning?.message} ${warning?.remedy}`);
    expect(contents.warnings).toContain(`1.png: ${missed[1]}`);
    expect(table(contents, "Warnings")).toMatchObject({
      rows: missed.map((text, k) => [`${k}.png`, text]),
    });
    expect(table(contents, "Scores")).toMatchObject({
      caption: expect.stringContaining("is right for 90 % of 20 held-out real images"),
      rows: expect.arrayContaining([["classified as white after", "0 %", ""]]),
    });
    expect(table(contents, "Images")).toMatchObject({
      rows: [
        ["0.png", "red", expect.any(String), expect.any(String), "red", "red", "0.25"],
        ["1.png", "red", expect.any(String), expect.any(String), "red", "red", "0.25"],
      ],
    });
  });
});

describe("interpolationReport", () => {
  it("holds an animation, the frames in a row, and how closely given images are reconstructed", async () => {
    const images = [cell(8), cell(16)] as const;
    const frames = await cells.interpolate({ from: images[0], to: images[1], frames: 3, ...how });
    const contents = await interpolationReport(frames, {
      ...how,
      ends: [
        { name: "a.png", image: images[0] },
        { name: "b.png", image: images[1] },
      ],
    });
    expect(contents.title).toBe("Between a.png and b.png");
    expect(titles(contents.sections)).toEqual([
      "Animation",
      "Frame by frame",
      "Given images",
      "Reconstruction of the ends",
    ]);
    expect(contents.warnings[0]).toMatch(/^b\.png is resized from 16x16/);
    const [warning] = frames[2]!.warnings;
    expect(contents.warnings).toContain(`b.png: ${warning?.message} ${warning?.remedy}`);
    expect(isPng(contents.strip)).toBe(true);
    expect(Buffer.from(contents.animation).toString("latin1", 8, 12)).toBe("WEBP");
  });

  it("names seeds and classes, and refuses to report on nothing", async () => {
    const options = { ...how, class: ["red", "white"], ends: [5, 5] } as const;
    const frames = await cells.interpolate({ from: 5, to: 5, frames: 2, ...how, class: ["red", "white"] });
    const { title, summary } = await interpolationReport(frames, options);
    expect(title).toBe("Between seed 5 as red and seed 5 as white");
    expect(summary).toBe(
      "2 frames by spherical interpolation between two noises, of class red,white: ddim, 3 steps.",
    );
    await expect(interpolationReport([], options)).rejects.toThrow(RangeError);
  });
});
