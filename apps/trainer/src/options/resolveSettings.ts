import { nearestName } from "@cellgen/pipelines/options";
import type { z } from "zod";
import { UsageError } from "../terminal/usageError.ts";
import { flagName, type OptionTable, type SettingsOf, schemaOf, settingsIn } from "./optionTable.ts";

/** Settings from one source, with the names of its keys. */
export interface SettingsSource {
  readonly values: Readonly<Record<string, unknown>>;
  /** Return the name of a key: "--steps" for a flag, "run.json: steps" for a file. */
  nameOf(key: string): string;
}

/** Create the source of settings given as flags. */
export function flagSource(values: Readonly<Record<string, unknown>>): SettingsSource {
  return { values, nameOf: flagName };
}

/**
 * Merge sources and the defaults of the table, and check the result. Earlier sources take precedence.
 *
 * @throws UsageError that lists every invalid or missing setting, with its source, rule and value.
 */
export function resolveSettings<Table extends OptionTable>(
  table: Table,
  sources: readonly SettingsSource[],
): SettingsOf<Table> {
  const options = settingsIn(table);
  const known = options.map(([key]) => key);
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
  for (const [key, { required, default: fallback }] of options) {
    if (origin.has(key)) continue;
    if (fallback !== undefined) merged[key] = fallback;
    if (required === undefined) continue;
    wrong.add(key);
    mistakes.push(`${flagName(key)} is missing. ${required}`);
  }
  const result: z.ZodSafeParseResult<Record<string, unknown>> = schemaOf(table).safeParse(merged);
  for (const issue of result.error?.issues ?? []) {
    const key = String(issue.path[0]);
    // All checks of a rule have the same message.
    if (wrong.has(key)) continue;
    wrong.add(key);
    const name = origin.get(key)?.nameOf(key) ?? flagName(key);
    mistakes.push(`${name} ${issue.message}, got ${JSON.stringify(merged[key])}.`);
  }
  if (!result.success || mistakes.length > 0) throw new UsageError(mistakes.join(" "));
  return result.data as SettingsOf<Table>;
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
