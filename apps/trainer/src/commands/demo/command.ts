import type { CommandDefinition } from "../../runner/commandDefinition.ts";
import { UsageError } from "../../terminal/usageError.ts";

/** `cellgen demo`: where the page is. In a clone, `npm start -- demo` serves it. */
export const demoCommand: CommandDefinition = {
  name: "demo",
  summary: "Serve a page in which models generate images in the browser (a separate package).",
  options: {},
  anyArguments: true,
  run: async () => ({
    run() {
      throw new UsageError("the page is a separate package, @cellgen/demo. Serve it with: npx @cellgen/demo");
    },
  }),
};
