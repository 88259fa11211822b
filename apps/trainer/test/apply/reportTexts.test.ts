import { expect, test } from "vitest";
import { reportTexts } from "../../src/apply/reportTexts.ts";

const { noteText, warningText } = reportTexts;

test("notes on noise name the flag; the others are those of the pipeline", () => {
  expect(noteText({ code: "white-noise-in-stabilised-model" })).toMatch(/--noise gain=/);
  expect(noteText({ code: "photon-noise-in-plain-model" })).toMatch(/--stabilise/);
  expect(noteText({ code: "looks-clean" })).toMatch(/ --noise$/);
  expect(noteText({ code: "clipped", share: 0.12 })).toMatch(/ for 12% of the values/);
});

test("a warning about the noise names the flag to compare with", () => {
  const warning = { message: "It is strong.", remedy: "Compare with the result for estimated noise." };
  expect(warningText({ ...warning, code: "noise-stronger-than-stated" })).toBe(
    "It is strong. Compare with --noise auto.",
  );
  expect(
    warningText({ code: "worse-than-gaussian", message: "It is worse.", remedy: "Take a filter." }),
  ).toBe("It is worse. Take a filter.");
  expect(warningText({ code: "residual-too-weak", message: "It is weak." })).toBe("It is weak.");
});

test("the remedy for a missed class depends on the method", () => {
  const warning = { code: "class-rarely-reached", message: "Few reached it." } as const;
  expect(warningText({ ...warning, method: "sdedit" })).toMatch(/--method ddib/);
  expect(warningText({ ...warning, method: "ddib" })).toMatch(/higher --strength/);
});
