import type { z } from "zod";
import { UsageError } from "../terminal/usageError.ts";
import { nearestName } from "./nearestName.ts";

/** Settings from one place, with how that place calls them in an error. */
export interface SettingsSource {
  readonly values: Readonly<Record<string, unknown>>;
  /** "--steps" for a flag, "run.json: steps" for a file. */
  nameOf(key: string): string;
}

/** Flags: `sampleEvery` is typed as `--sample-every`. */
export function flagSource(values: Readonly<Record<string, unknown>>): SettingsSource {
  return { values, nameOf: flagName };
}

export function flagName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * Lays sources over each other, the first the strongest, and checks the result.
 *
 * @param required - What to say where a setting without a default is missing, by key.
 * @throws UsageError with one line: the first setting that is wrong, where it came from, its rule and its value.
 */
export function resolveSettings<Schema extends z.ZodObject>(
  schema: Schema,
  sources: readonly SettingsSource[],
  required: Readonly<Record<string, string>> = {},
): z.infer<Schema> {
  const known = Object.keys(schema.shape);
  const merged: Record<string, unknown> = {};
  const origin = new Map<string, SettingsSource>();
  for (const source of sources) {
    refuseUnknown(source, known);
    for (const [key, value] of Object.entries(source.values)) {
      if (value === undefined || origin.has(key)) continue;
      merged[key] = value;
      origin.set(key, source);
    }
  }
  for (const [key, remedy] of Object.entries(required)) {
    if (!origin.has(key)) throw new UsageError(`${flagName(key)} is missing. ${remedy}`);
  }
  const result = schema.safeParse(merged);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const key = String(issue.path[0]);
  const name = origin.get(key)?.nameOf(key) ?? flagName(key);
  throw new UsageError(`${name} ${issue.message}, got ${JSON.stringify(merged[key])}.`);
}

function refuseUnknown(source: SettingsSource, known: readonly string[]): void {
  const unknown = Object.keys(source.values).filter((key) => !known.includes(key));
  if (unknown.length === 0) return;
  const hints = unknown.map((key) => {
    const nearest = nearestName(key, known);
    return nearest ? `${key} (did you mean ${nearest}?)` : key;
  });
  throw new UsageError(
    `${source.nameOf(hints.join(", "))}: there is no such setting. Settings: ${known.join(", ")}.`,
  );
}
