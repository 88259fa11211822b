import type { z } from "zod";

/**
 * Describe the first schema violation of a value: the field, the rule and the value. The messages of the schema are the rules:
 * "must be …".
 */
export function firstIssue(error: z.ZodError, value: unknown): string {
  const { path, message } = error.issues[0]!;
  const field = path.map(String).join(".");
  const found = path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
  const text = JSON.stringify(found) ?? "nothing";
  return `${field === "" ? "it" : field} ${message}, got ${text.length > 80 ? `${text.slice(0, 80)}…` : text}.`;
}
