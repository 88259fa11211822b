import { arithmeticSpecs } from "./arithmeticSpecs.ts";
import { layerSpecs } from "./layerSpecs.ts";
import type { Attributes, Inputs, OutputRules, OutputSpec } from "./outputRule.ts";
import { shapeSpecs } from "./shapeSpecs.ts";

const rules: OutputRules = { ...arithmeticSpecs, ...shapeSpecs, ...layerSpecs };

/** The names of the kernels that can be traced. */
export const tracedKernels: readonly string[] = Object.keys(rules);

/** The shapes and types that a kernel call gives, without computing it. */
export function outputSpecs(kernel: string, inputs: Inputs, attributes: Attributes): readonly OutputSpec[] {
  return rules[kernel]!(inputs, attributes);
}

/** Whether tfjs expects a list of outputs even where there is only one. */
export function returnsList(kernel: string): boolean {
  return kernel === "Unpack" || kernel === "SplitV";
}
