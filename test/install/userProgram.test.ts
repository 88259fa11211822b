import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { linkPackages } from "../linkPackages.ts";
import { compileUserProgram } from "./userProgram.ts";

const project = mkdtempSync(join(tmpdir(), "cellgen-program-"));
afterAll(() => rmSync(project, { recursive: true, force: true }));

it("a program that trains, loads and uses a model has types, which refuse wrong uses", () => {
  linkPackages(project);
  expect(compileUserProgram(project)).toEqual([]);
}, 180_000);
