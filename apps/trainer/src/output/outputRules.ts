/** Files that a command writes to its output folder, and the rules that distinguish them from others. */
export interface OutputRules {
  /** Name of the command in the record, such as "inpaint". */
  readonly command: string;
  /** Description of the files, such as "samples". */
  readonly contents: string;
  /** Name of the JSON file that records all settings. */
  readonly record?: string;
  /**
   * Pattern of the names of the command's files relative to the folder, or a function that lists them. @default the files listed in the
   * record
   */
  readonly own?: RegExp | ((root: string) => Promise<readonly string[]>);
  /** Whether the folder may contain other files. @default false */
  readonly amongOthers?: boolean;
  /** Remedy for earlier results, in addition to another folder. @default "Replace them with --force" */
  readonly remedy?: string;
}

/** Create the output rules of a command with a record that lists its files. */
export function resultsOf(command: string): OutputRules {
  return { command, contents: `results of cellgen ${command}`, record: `${command}.json` };
}
