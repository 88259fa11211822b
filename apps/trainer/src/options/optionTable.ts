import type { OptionRange } from "@cellgen/pipelines/options";
import { z } from "zod";

/** An option of a command: the source of its flag, its key in a config file, its rule, its default and its help. */
export interface OptionSpec {
  /** Placeholder for the value in the help, such as `<dir>`. @default that of the rule */
  readonly value?: string;
  /** Rule for a given value. Its message completes "--flag …", as in "must be a number above 0". */
  readonly schema: z.ZodType;
  /** Value if the option is not given. */
  readonly default?: unknown;
  /** Marks the option as required. The text is the remedy if it is missing. */
  readonly required?: string;
  /** Noun phrase or imperative, without full stop. The default is appended to it. */
  readonly help: string;
  /** Text after "default:" in the help, if it differs from the value of `default`. */
  readonly defaultNote?: string;
  /** Heading in the help under which the option is listed. */
  readonly group: string;
  /** The option exists on the command line only: it is not a setting of a config file or a record. */
  readonly flagOnly?: true;
  /** The option is a positional argument. */
  readonly positional?: true;
  /** The value names files or folders to read: results must not be written to them. */
  readonly reads?: true | ((value: string) => readonly string[]);
}

/** Options of a command, by their names in camelCase, in the order of the help and of records. */
export type OptionTable = Readonly<Record<string, OptionSpec>>;

type Given<Table extends OptionTable, Key extends keyof Table> = z.output<Table[Key]["schema"]>;

type SettingKey<Table extends OptionTable> = {
  [Key in keyof Table]: Table[Key] extends { readonly flagOnly: true } ? never : Key;
}[keyof Table];

type CertainKey<Table extends OptionTable> = {
  [Key in SettingKey<Table>]: Table[Key] extends { readonly default: unknown } | { readonly required: string }
    ? Key
    : never;
}[SettingKey<Table>];

type Flat<Type> = { [Key in keyof Type]: Type[Key] };

/** Checked settings of a table. Required options and those with a default are always defined. */
export type SettingsOf<Table extends OptionTable> = Flat<
  { readonly [Key in CertainKey<Table>]: Given<Table, Key> } & {
    readonly [Key in Exclude<SettingKey<Table>, CertainKey<Table>>]?: Given<Table, Key> | undefined;
  }
>;

/** Options of a table that are not settings, such as `--force`. */
export type FlagsOf<Table extends OptionTable> = {
  readonly [Key in Exclude<keyof Table, SettingKey<Table>>]: Given<Table, Key> extends boolean
    ? boolean
    : Given<Table, Key> | undefined;
};

/** Declare a table with the exact types of its entries. */
export function optionTable<const Table extends OptionTable>(table: Table): Table {
  return table;
}

type Ungrouped = Readonly<Record<string, Omit<OptionSpec, "group">>>;

/** Declare options under one heading of the help. */
export function inGroup<const Table extends Ungrouped>(
  group: string,
  table: Table,
): { readonly [Key in keyof Table]: Table[Key] & { readonly group: string } } {
  const entries = Object.entries(table).map(([key, option]) => [key, { ...option, group }]);
  return Object.fromEntries(entries) as ReturnType<typeof inGroup<Table>>;
}

/** Return a zod schema of the settings of a table, which rejects unknown keys. */
export function schemaOf(table: OptionTable): z.ZodObject {
  const shape = settingsIn(table).map(([key, option]) => [
    key,
    option.required === undefined && option.default === undefined ? option.schema.optional() : option.schema,
  ]);
  return z.strictObject(Object.fromEntries(shape));
}

/** Return the options of a table that are settings, with their keys. */
export function settingsIn(table: OptionTable): [key: string, option: OptionSpec][] {
  return Object.entries(table).filter(([, { flagOnly }]) => !flagOnly);
}

/** Return whether an option is a switch, without a value. */
export function isSwitch(option: OptionSpec): boolean {
  return rangeOf(option)?.kind === "switch";
}

/** Return whether an option accepts a number, possibly in addition to words. */
export function takesNumber(option: OptionSpec): boolean {
  const range = rangeOf(option);
  if (range?.kind === "choice") return range.choices.some((value) => typeof value === "number");
  return range?.kind === "integer" || range?.kind === "number";
}

/** Return the range of the rule; undefined for text. */
function rangeOf({ schema }: OptionSpec): OptionRange | undefined {
  return schema.meta()?.["range"] as OptionRange | undefined;
}

/** Return the flag of a key: `--sample-every` for `sampleEvery`. */
export function flagName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Return an option as shown in the help: a switch that is on by default is shown as its `--no-` flag. */
export function shownFlag(key: string, option: OptionSpec): string {
  if (option.positional) return option.value ?? key;
  if (isSwitch(option)) return option.default === true ? flagName(key).replace("--", "--no-") : flagName(key);
  return `${flagName(key)} ${option.value ?? placeholderOf(option)}`;
}

/** Return the placeholder of the rule. */
function placeholderOf({ schema }: OptionSpec): string {
  return String(schema.meta()?.["placeholder"] ?? "<value>");
}

/** Return the default of an option as shown in the help; undefined for switches and for options without a default. */
export function shownDefault(option: OptionSpec): string | undefined {
  if (option.defaultNote !== undefined) return option.defaultNote;
  return option.default === undefined || isSwitch(option) ? undefined : String(option.default);
}
