import { Command } from "commander";
import { UsageError } from "../../terminal/usageError.ts";

/** `cellgen demo`: where the page is. In a clone, `npm start -- demo` serves it. */
export function demoCommand(): Command {
  return new Command("demo")
    .description("Serves a page in which models draw images in the browser (a package of its own).")
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => {
      throw new UsageError(
        "the page is a package of its own, @cellgen/demo. Serve it with: npx @cellgen/demo",
      );
    });
}
