import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/**
 * Points the links between pages of the API reference to the anchors that VitePress makes of their headings. TypeDoc numbers headings
 * that differ in case only, such as `NoiseSchedule` and `noiseSchedule()`, in another order.
 */
export function load(app) {
  app.renderer.postRenderAsyncJobs.push(async ({ outputDirectory }) => {
    const files = readdirSync(outputDirectory, { recursive: true }).filter((file) => file.endsWith(".md"));
    const pages = new Map(files.map((file) => [file, readFileSync(join(outputDirectory, file), "utf8")]));
    const headings = new Map([...pages].map(([file, text]) => [file, headingsOf(text)]));
    for (const [file, text] of pages) {
      const linked = text.replaceAll(
        /\[([^\]\n]*)\]\(([^)\s#]*)#([^)\s]+)\)/g,
        (link, label, path, anchor) => {
          const target = path === "" ? file : normalize(join(dirname(file), path));
          const right = anchorOf(headings.get(target) ?? [], label, anchor);
          return right === undefined ? link : `[${label}](${path}#${right})`;
        },
      );
      if (linked !== text) writeFileSync(join(outputDirectory, file), linked);
    }
  });
}

/** Name and anchor of each heading, in order. */
function headingsOf(text) {
  const counts = new Map();
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => {
    const name = heading.replaceAll(/[`\\]|\(\)$|<.*>|~~/g, "");
    const base = name
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_]+/gu, "-")
      .replaceAll(/^-|-$/g, "");
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    return { name, base, anchor: count === 0 ? base : `${base}-${count}` };
  });
}

/** The anchor of the heading that has the name of the link, or the first one with this anchor but for its number. */
function anchorOf(headings, label, anchor) {
  const base = anchor.replace(/-\d+$/, "");
  const name = label.replaceAll(/[`\\]|\(\)$/g, "");
  const candidates = headings.filter((heading) => heading.base === base);
  return (candidates.find((heading) => heading.name === name) ?? candidates[0])?.anchor;
}
