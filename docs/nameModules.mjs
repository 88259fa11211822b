import { Converter, ReflectionKind } from "typedoc";

/** Names each module after its import: "data/src" becomes "@cellgen/data", "data/src/node" becomes "@cellgen/data/node". */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_, reflection) => {
    if (reflection.kindOf(ReflectionKind.Module))
      reflection.name = `@cellgen/${reflection.name.replace(/\/src(?=\/|$)/, "")}`;
  });
}
