import type { Engine } from "@cellgen/engine";
import type { LoadedModel } from "@cellgen/pipelines/node";
import type { FlagsOf, OptionTable, SettingsOf } from "../options/optionTable.ts";
import type { OutputFolder } from "../output/outputFolder.ts";
import type { OutputRules } from "../output/outputRules.ts";
import type { Io } from "../terminal/io.ts";

/** A command of `cellgen`: its place in the help, its options, and the module that does its work. */
export interface CommandDefinition<
  Table extends OptionTable = OptionTable,
  Settings = SettingsOf<Table>,
  Flags = FlagsOf<Table>,
> {
  /** One word, such as "denoise". */
  readonly name: string;
  /** One imperative sentence. */
  readonly summary: string;
  readonly options: Table;
  /** Command lines and comments starting with "#", one per entry. */
  readonly examples?: readonly string[];
  /** Sections of the help after the options, by title. */
  readonly details?: Readonly<Record<string, HelpPart | readonly HelpPart[]>>;
  /**
   * Convert the given options to checked settings.
   *
   * @default the given options, with defaults for the others
   */
  resolve?(given: Readonly<Record<string, unknown>>, flags: Flags): Settings | Promise<Settings>;
  /** Check combinations of settings. */
  check?(settings: Settings): void | Promise<void>;
  /** Return the output rules of `--out`. Omitted if the command has no output folder. */
  output?(flags: Flags, settings: Settings): OutputRules | Promise<OutputRules>;
  /** Message at the first Ctrl-C, which aborts the signal. Without it, Ctrl-C ends the program immediately. */
  readonly stopping?: string;
  /** Ignore unknown flags and additional arguments. */
  readonly anyArguments?: true;
  /** Load the code of the command, which the help does not need. */
  run(): Promise<CommandModule<Settings, Flags>>;
}

/** The exports of `commands/<name>/run.ts`. */
export interface CommandModule<Settings, Flags> {
  run(context: CommandContext<Settings, Flags>): Promise<void>;
}

/** Context in which a command runs. */
export interface CommandContext<Settings, Flags = unknown> {
  readonly settings: Settings;
  /** Options that are not settings, such as `--force`. */
  readonly flags: Flags;
  readonly io: Io;
  /** Aborted at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** The checked output folder of a command that declares one. */
  readonly output: OutputFolder;
  /** Load the model named by `--model`. */
  openModel(): Promise<LoadedModel>;
  /** Start the requested engine, once. It is disposed after the command. */
  startEngine(): Promise<Engine>;
  /** Return the time since the start of the engine, or of the command if it has none, such as "3.2 s". */
  elapsed(): string;
}

/** A paragraph of a command's help, or a list of terms with their descriptions. */
export type HelpPart = string | Readonly<Record<string, string>>;

/** A group of commands under one name, such as `data`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly (CommandDefinition | CommandGroup)[];
}
