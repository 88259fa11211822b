import { expect, test } from "vitest";
import { listenForInterrupts } from "../../src/terminal/interrupts.ts";
import { print, warn } from "../../src/terminal/io.ts";
import { startProgress } from "../../src/terminal/progress.ts";
import { rangesText } from "../../src/terminal/rangeText.ts";
import { table } from "../../src/terminal/table.ts";
import { testIo } from "../testIo.ts";

test("without a terminal, progress is a line now and then, with the time that is left", () => {
  const io = testIo();
  let time = 0;
  const progress = startProgress(io, { noun: "step", total: 1000, start: 500, now: () => time });
  for (let step = 501; step <= 1000; step++) {
    time += 1000;
    progress.update(step, "loss 0.1");
  }
  progress.stop();
  const lines = io.out().trim().split("\n");
  expect(lines[0]).toBe("step 540/1000  loss 0.1  7 min 40 s left");
  expect(lines.length).toBeLessThan(26);
});

test("the time that is left follows from the expected times of the steps", () => {
  const io = testIo();
  let time = 0;
  const now = () => time;
  const timeUntil = (step: number) => Math.min(step, 50) + 3 * Math.max(step - 50, 0);
  const progress = startProgress(io, { noun: "step", total: 100, timeUntil, now });
  for (let step = 1; step <= 100; step++) {
    time += 1000 * (timeUntil(step) - timeUntil(step - 1));
    progress.update(step);
  }
  progress.stop();
  expect(io.out().trim().split("\n").slice(0, 2)).toEqual([
    "step 10/100  3 min 10 s left",
    "step 20/100  3 min 00 s left",
  ]);
});

test("the first Ctrl-C aborts, the second ends at once, and npm's echo of the first counts as the first", () => {
  const io = testIo();
  let time = 0;
  const interrupts = listenForInterrupts(io, "Stopping.", () => time);
  io.interrupt();
  expect(interrupts.signal.aborted).toBe(true);
  io.interrupt();
  expect(io.exits).toEqual([]);
  time = 2000;
  io.interrupt();
  expect(io.exits).toEqual([130]);
  interrupts.stop();
  io.interrupt();
  expect(io.exits).toEqual([130]);
});

test("lines have no control characters other than tabs and line breaks", () => {
  const io = testIo();
  warn(io, "\u001b[31mred.tif\u0007\u009b cannot be read\n  at a\tb");
  print(io, "\u001b[2Ja\rb");
  expect([io.err(), io.out()]).toEqual(["?[31mred.tif?? cannot be read\n  at a\tb\n", "?[2Ja?b\n"]);
});

test("rangesText lists one range for each channel, unless all are equal", () => {
  const ranges = [
    [0, 255],
    [3.000004, 90],
    [0, 255],
  ] as const;
  expect(rangesText({ ranges })).toBe("0 to 255; 3 to 90; 0 to 255");
  expect(rangesText({ ranges, channelNames: ["DAPI", "GFP", "RFP"] })).toBe(
    "DAPI 0 to 255; GFP 3 to 90; RFP 0 to 255",
  );
  expect(rangesText({ ranges: [ranges[0], ranges[2]] })).toBe("0 to 255");
});

test("table pads its columns, numbers to the right", () => {
  expect(
    table(
      ["name", ">n"],
      [
        ["a", "10"],
        ["long", "5"],
      ],
    ),
  ).toEqual(["name   n", "a     10", "long   5"]);
});

test("table goes on below where its last column would be wider than the terminal", () => {
  const rows = [
    ["a", "1", "one two three four five six seven eight"],
    ["b", "22", "nine"],
  ];
  expect(table(["name", ">n", "words"], rows, 42)).toEqual([
    "name   n  words",
    "a      1  one two three four five six",
    "          seven eight",
    "b     22  nine",
  ]);
  // However narrow it is.
  expect(table(["name", ">n", "words"], rows, 10)).toEqual(table(["name", ">n", "words"], rows, 42));
});
