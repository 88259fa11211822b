/** What a command writes to its output folder, and how its files are distinguished from others. */
export interface OutputRules {
  /** The command in its record, such as "inpaint". */
  readonly command: string;
  /** What its files are, in the plural, such as "samples". */
  readonly contents: string;
  /** Name of the JSON file with all that is needed to repeat the command. */
  readonly record?: string;
  /** Names of the command's own files below the folder, or a function that lists those in a folder. @default those that its record lists */
  readonly own?: RegExp | ((root: string) => Promise<readonly string[]>);
  /** Whether the folder may hold other files too. @default false */
  readonly amongOthers?: boolean;
  /** What to do about earlier results, other than choosing another folder. @default "Replace them with --force" */
  readonly remedy?: string;
}

/** The rules of a command with a record that lists its files. */
export function resultsOf(command: string): OutputRules {
  return { command, contents: `results of cellgen ${command}`, record: `${command}.json` };
}
