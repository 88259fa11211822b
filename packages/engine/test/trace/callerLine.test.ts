import { expect, it } from "vitest";
import { callerLine } from "../../src/trace/callerLine.ts";

it.each([
  [
    "Node",
    [
      "Error: Kernel 'Cumsum' not registered for backend 'x'",
      "    at Engine.runKernel (/app/node_modules/@tensorflow/tfjs-core/dist/tf-core.node.js:10:5)",
      "    at cumsum__op (/app/node_modules/.pnpm/@tensorflow+tfjs-core@4.22.0/dist/ops/operation.js:51:28)",
      "    at file:///app/node_modules/@cellgen/engine/dist/node.js:30:9",
      "    at Object.step (file:///app/my (2)/step.js:7:20)",
    ],
    "Error\n    at explain (file:///app/node_modules/@cellgen/engine/dist/node.js:99:1)",
    "/app/my (2)/step.js:7:20",
  ],
  [
    "Node on Windows",
    [
      "Error: Kernel",
      "    at runKernel (C:\\app\\node_modules\\@tensorflow\\tfjs-core\\dist\\tf-core.node.js:10:5)",
      "    at step (C:\\app\\step.js:7:20)",
    ],
    "Error\n    at explain (C:\\app\\trace.js:99:1)",
    "C:\\app\\step.js:7:20",
  ],
  [
    "a page in Firefox",
    [
      "runKernel@https://a.org/vendor.js:1:5",
      "cumsum@https://a.org/vendor.js:1:9",
      "step@https://a.org/own.js:2:3",
    ],
    "explain@https://a.org/engine.js:1:1",
    "https://a.org/own.js:2:3",
  ],
  [
    "a page with all code in one file",
    [
      "runKernel@https://a.org/all.js:1:5",
      "cumsum@https://a.org/all.js:1:9",
      "step@https://a.org/all.js:2:3",
    ],
    "explain@https://a.org/all.js:1:1",
    undefined,
  ],
  ["a place that keeps no stacks", [], "", undefined],
])("callerLine reads stacks of %s", (_, thrown, tracer, line) => {
  expect(callerLine(thrown.join("\n"), tracer)).toBe(line);
});
