import { Converter, ReflectionKind } from "typedoc";

/**
 * Names each module after its import: "data/src" becomes "@cellgen/data", "data/src/node" becomes "@cellgen/data/node". Parameters that are
 * destructured are named after their types: "options" for `FillOptions`, "evaluation" for `Evaluation`.
 */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_, reflection) => {
    if (reflection.kindOf(ReflectionKind.Module))
      reflection.name = `@cellgen/${reflection.name.replace(/\/src(?=\/|$)/, "")}`;
  });
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter))
      if (parameter.name.startsWith("__namedParameters")) parameter.name = nameOf(parameter.type);
  });
}

function nameOf(type) {
  const name = type?.type === "reference" ? type.name : "Options";
  return /(Options|Pick|Omit|Partial|Readonly|Required)$/.test(name)
    ? "options"
    : name[0].toLowerCase() + name.slice(1);
}
