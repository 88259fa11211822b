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
  /** Command lines, and comments that begin with "#", a line each. */
  readonly examples?: readonly string[];
  /** Sections of the help after the options, by their titles. */
  readonly details?: Readonly<Record<string, HelpPart | readonly HelpPart[]>>;
  /**
   * Turns what was typed into checked settings.
   *
   * @default the options over their defaults
   */
  resolve?(given: Readonly<Record<string, unknown>>, flags: Flags): Settings | Promise<Settings>;
  /** Refuses settings that do not go together. */
  check?(settings: Settings): void | Promise<void>;
  /** What is written to `--out`; nothing if the command has no output folder. */
  output?(flags: Flags, settings: Settings): OutputRules | Promise<OutputRules>;
  /** Printed at the first Ctrl-C, when the work is asked to stop. Without it Ctrl-C ends the program at once. */
  readonly stopping?: string;
  /** Accepts unknown flags and further words, which are ignored. */
  readonly anyArguments?: true;
  /** Loads the command's own code, which is not needed for the help. */
  run(): Promise<CommandModule<Settings, Flags>>;
}

/** What `commands/<name>/run.ts` exports. */
export interface CommandModule<Settings, Flags> {
  run(context: CommandContext<Settings, Flags>): Promise<void>;
}

/** What a command is given to work with. */
export interface CommandContext<Settings, Flags = unknown> {
  readonly settings: Settings;
  /** Options that are no settings, such as `--force`. */
  readonly flags: Flags;
  readonly io: Io;
  /** Aborted at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** The checked output folder of a command that declares one. */
  readonly output: OutputFolder;
  /** Loads the model that `--model` names. */
  openModel(): Promise<LoadedModel>;
  /** Starts the engine that the settings ask for, once; it is disposed after the command. */
  startEngine(): Promise<Engine>;
  /** The time since the engine was started, or since the command was, such as "3.2 s". */
  elapsed(): string;
}

/** A paragraph of a command's help, or a list of terms with their descriptions. */
export type HelpPart = string | Readonly<Record<string, string>>;

/** Several commands under one name, such as `data`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly (CommandDefinition | CommandGroup)[];
}
