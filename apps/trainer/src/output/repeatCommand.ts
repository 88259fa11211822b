import { flagName } from "../options/optionTable.ts";
import { shellWord, shownPath } from "../terminal/describe.ts";
import { invocation } from "../terminal/invocation.ts";

/** The command line that repeats a result with all settings, into another folder. */
export function repeatCommand(
  command: string,
  settings: Readonly<Record<string, unknown>> & { readonly out: string },
): string {
  const words = Object.entries<unknown>({ ...settings, out: `${shownPath(settings.out)}-again` }).flatMap(
    ([key, value]) => {
      if (value === undefined) return [];
      if (value === false) return [flagName(key).replace("--", "--no-")];
      return value === true ? [flagName(key)] : [flagName(key), shellWord(String(value))];
    },
  );
  return [invocation(), command, ...words].join(" ");
}
