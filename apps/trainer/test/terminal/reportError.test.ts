import { OutOfMemoryError } from "@cellgen/engine";
import { expect, test } from "vitest";
import { Interrupted } from "../../src/terminal/interrupted.ts";
import { reportError } from "../../src/terminal/reportError.ts";
import { UsageError } from "../../src/terminal/usageError.ts";

function reported(error: unknown, verbose = false): { code: number; lines: string[] } {
  const lines: string[] = [];
  const code = reportError(error, { command: "cellgen sample", verbose, warn: (line) => lines.push(line) });
  return { code, lines };
}

test("an error's class decides the exit code", () => {
  expect(reported(new UsageError("--steps must be a number."))).toEqual({
    code: 2,
    lines: ["cellgen: --steps must be a number."],
  });
  expect(reported(new Interrupted("Stopped."))).toEqual({ code: 130, lines: ["Stopped."] });
  expect(reported(new RangeError("readImage: a.png must be an image."))).toEqual({
    code: 1,
    lines: ["cellgen: a.png must be an image."],
  });
  expect(reported("a text")).toEqual({ code: 1, lines: ["cellgen: a text"] });
});

test("an error of the system names the file and a remedy", () => {
  const error = Object.assign(new Error("ENOSPC: no space left"), {
    code: "ENOSPC",
    path: "/data/cell.png.1234567890",
  });
  expect(reported(error).lines).toEqual([
    "cellgen: /data/cell.png: the disk is full. Free some space, or choose another place.",
  ]);
});

test("missing memory is reported with the flags that need less", () => {
  const { code, lines } = reported(new OutOfMemoryError("run", 2e9));
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringMatching(/more memory than is available\. Use a smaller --batch/)]);
});

test("--verbose adds the stack of the error and of its causes", () => {
  const { lines } = reported(new Error("outer", { cause: new Error("inner") }), true);
  expect(lines[1]).toMatch(/^Error: outer\n +at /);
  expect(lines[2]).toMatch(/^caused by: Error: inner\n +at /);
});
