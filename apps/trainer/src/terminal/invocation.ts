/** How the program is started here, so that the commands it suggests can be typed as they stand. */
export function invocation(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  if (environment["npm_lifecycle_event"] === "start") return "npm start --";
  return environment["npm_command"] === "exec" ? "npx @cellgen/trainer" : "cellgen";
}
