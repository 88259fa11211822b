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
 * @throws UsageError with one line that names every setting that is wrong: where it came from, its rule and its value.
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
    for (const [key, value] of Object.entries(source.values)) {
      if (value === undefined || origin.has(key) || !known.includes(key)) continue;
      merged[key] = value;
      origin.set(key, source);
    }
  }
  const mistakes = sources.flatMap((source) => unknownSettings(source, known));
  const wrong = new Set<string>();
  for (const [key, remedy] of Object.entries(required)) {
    if (origin.has(key)) continue;
    wrong.add(key);
    mistakes.push(`${flagName(key)} is missing. ${remedy}`);
  }
  const result = schema.safeParse(merged);
  for (const issue of result.error?.issues ?? []) {
    const key = String(issue.path[0]);
    // A rule of several parts says the same for each.
    if (wrong.has(key)) continue;
    wrong.add(key);
    const name = origin.get(key)?.nameOf(key) ?? flagName(key);
    mistakes.push(`${name} ${issue.message}, got ${JSON.stringify(merged[key])}.`);
  }
  if (!result.success || mistakes.length > 0) throw new UsageError(mistakes.join(" "));
  return result.data;
}

function unknownSettings(source: SettingsSource, known: readonly string[]): string[] {
  const unknown = Object.keys(source.values).filter((key) => !known.includes(key));
  if (unknown.length === 0) return [];
  const hints = unknown.map((key) => {
    const nearest = nearestName(key, known);
    return nearest ? `${key} (did you mean ${nearest}?)` : key;
  });
  return [`${source.nameOf(hints.join(", "))}: there is no such setting. Settings: ${known.join(", ")}.`];
}
