import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Links the packages, as they are built, and tfjs into a project's node_modules, as if it had installed them. */
export function linkPackages(project: string): void {
  const modules = join(project, "node_modules");
  const link = (name: string, target: string) => symlinkSync(target, join(modules, name), "junction");
  for (const scope of ["@cellgen", "@tensorflow"]) mkdirSync(join(modules, scope), { recursive: true });
  for (const name of readdirSync(join(root, "packages"))) {
    link(`@cellgen/${name}`, join(root, "packages", name));
  }
  for (const name of ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-cpu"]) {
    link(name, join(root, "packages/samplers/node_modules", name));
  }
}
