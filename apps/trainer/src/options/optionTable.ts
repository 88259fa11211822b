import { z } from "zod";

/** One option of a command: its flag, its key in a config file, its rule, its default and its help come from here. */
export interface OptionSpec {
  /** Placeholder for the value in the help, such as `<dir>`. @default that of the rule */
  readonly value?: string;
  /** Rule for a given value. Its message completes "--flag …", as in "must be a number above 0". */
  readonly schema: z.ZodType;
  /** Value where the option is not given. */
  readonly default?: unknown;
  /** Makes the option required; the text is the remedy where it is missing. */
  readonly required?: string;
  /** Noun phrase or imperative, without full stop. The default is appended to it. */
  readonly help: string;
  /** Text after "default:" in the help, where it is not the value of `default`. */
  readonly defaultNote?: string;
  /** Heading of the help under which the option is listed. */
  readonly group: string;
  /** Belongs to the command line only: not a setting that a config file or a record holds. */
  readonly flagOnly?: true;
  /** Given as a word without a flag. */
  readonly positional?: true;
  /** The value names files or folders that are read: results must not be written among them. */
  readonly reads?: true | ((value: string) => readonly string[]);
}

/** The options of a command, by their name in camelCase. The order is that of the help and of records. */
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

/** The checked settings of a table: required options and those with a default are always there. */
export type SettingsOf<Table extends OptionTable> = Flat<
  { readonly [Key in CertainKey<Table>]: Given<Table, Key> } & {
    readonly [Key in Exclude<SettingKey<Table>, CertainKey<Table>>]?: Given<Table, Key> | undefined;
  }
>;

/** The options of a table that are no settings, such as `--force`. */
export type FlagsOf<Table extends OptionTable> = {
  readonly [Key in Exclude<keyof Table, SettingKey<Table>>]: Given<Table, Key> extends boolean
    ? boolean
    : Given<Table, Key> | undefined;
};

/** Declares a table and keeps the exact types of its entries. */
export function optionTable<const Table extends OptionTable>(table: Table): Table {
  return table;
}

type Ungrouped = Readonly<Record<string, Omit<OptionSpec, "group">>>;

/** Declares options under one heading of the help. */
export function inGroup<const Table extends Ungrouped>(
  group: string,
  table: Table,
): { readonly [Key in keyof Table]: Table[Key] & { readonly group: string } } {
  const entries = Object.entries(table).map(([key, option]) => [key, { ...option, group }]);
  return Object.fromEntries(entries) as ReturnType<typeof inGroup<Table>>;
}

/** The settings of a table as one zod object that refuses unknown keys. */
export function schemaOf(table: OptionTable): z.ZodObject {
  const shape = settingsIn(table).map(([key, option]) => [
    key,
    option.required === undefined && option.default === undefined ? option.schema.optional() : option.schema,
  ]);
  return z.strictObject(Object.fromEntries(shape));
}

/** The options of a table that are settings, with their keys. */
export function settingsIn(table: OptionTable): [key: string, option: OptionSpec][] {
  return Object.entries(table).filter(([, { flagOnly }]) => !flagOnly);
}

/** Whether an option is a switch, without a value. */
export function isSwitch({ schema }: OptionSpec): boolean {
  return schema instanceof z.ZodBoolean;
}

/** Whether an option takes a number, perhaps among words. */
export function takesNumber({ schema }: OptionSpec): boolean {
  if (schema instanceof z.ZodLiteral) return [...schema.values].some((value) => typeof value === "number");
  return schema instanceof z.ZodNumber;
}

/** `sampleEvery` as it is typed: `--sample-every`. */
export function flagName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The name under which an option is shown: a switch that is on by default is turned off by its flag. */
export function shownFlag(key: string, option: OptionSpec): string {
  if (option.positional) return option.value ?? key;
  if (isSwitch(option)) return option.default === true ? flagName(key).replace("--", "--no-") : flagName(key);
  return `${flagName(key)} ${option.value ?? placeholderOf(option)}`;
}

/** The placeholder that the rule gives. */
function placeholderOf({ schema }: OptionSpec): string {
  return String(schema.meta()?.["placeholder"] ?? "<value>");
}

/** The text of an option's default in the help; nothing for switches and for options without one. */
export function shownDefault(option: OptionSpec): string | undefined {
  if (option.defaultNote !== undefined) return option.defaultNote;
  return option.default === undefined || isSwitch(option) ? undefined : String(option.default);
}
