import type { CommandDefinition } from "../../runner/commandDefinition.ts";
import { UsageError } from "../../terminal/usageError.ts";

/** `cellgen demo`: point to the package of the page. In a clone, `npm start -- demo` serves it. */
export const demoCommand: CommandDefinition = {
  name: "demo",
  summary: "Print how to serve the page that generates images in the browser (a separate package).",
  options: {},
  anyArguments: true,
  run: async () => ({
    run() {
      throw new UsageError("the page is a separate package, @cellgen/demo. Serve it with: npx @cellgen/demo");
    },
  }),
};
