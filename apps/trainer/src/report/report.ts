import escapeHtml from "escape-html";
import { style } from "./style.ts";

/** A part of a report, under its title. */
export type ReportSection =
  | {
      readonly kind: "picture";
      readonly title: string;
      readonly caption: string;
      /** The file's bytes, put into the page. */
      readonly image: Uint8Array;
      /** @default "png" */
      readonly format?: "png" | "webp";
    }
  | {
      readonly kind: "plot";
      readonly title: string;
      readonly caption: string;
      /** Put into the page as it is. */
      readonly svg: string;
    }
  | {
      readonly kind: "table";
      readonly title: string;
      readonly caption: string;
      readonly header: readonly string[];
      /** A row's first cell names it. */
      readonly rows: readonly (readonly string[])[];
    }
  /** Names and values under the title of each list; undefined values are left out. */
  | { readonly kind: "facts"; readonly lists: Readonly<Record<string, Facts>> }
  | { readonly kind: "text"; readonly title: string; readonly paragraphs: readonly string[] };

export type Facts = Readonly<Record<string, unknown>>;

export interface ReportCommand {
  readonly purpose: string;
  readonly command: string;
}

export interface ReportContents {
  readonly title: string;
  /** A sentence or two under the title. */
  readonly summary: string;
  /** What the reader should know before trusting the pictures. */
  readonly warnings: readonly string[];
  readonly sections: readonly ReportSection[];
  /** Command lines to go on with; the first makes the same result again. */
  readonly commands: readonly ReportCommand[];
}

/** A page that needs no other file: pictures, styles and all lie inside. */
export function report({ title, summary, warnings, sections, commands }: ReportContents): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="summary">${escapeHtml(summary)}</p>
${warnings.map((warning) => `<p class="warning">${escapeHtml(warning)}</p>`).join("\n")}
${sections.map(section).join("\n")}
<section>
<h2>Commands</h2>
${commands.map(({ purpose, command }) => `<p>${escapeHtml(purpose)}</p>\n<pre><code>${escapeHtml(command)}</code></pre>`).join("\n")}
</section>
</main>
</body>
</html>
`;
}

function section(contents: ReportSection): string {
  if (contents.kind === "facts")
    return `<section class="facts">\n${Object.entries(contents.lists).map(facts).join("\n")}\n</section>`;
  return `<section>\n<h2>${escapeHtml(contents.title)}</h2>\n${body(contents)}\n</section>`;
}

function body(contents: Exclude<ReportSection, { readonly kind: "facts" }>): string {
  switch (contents.kind) {
    case "picture": {
      const source = `data:image/${contents.format ?? "png"};base64,${Buffer.from(contents.image).toString("base64")}`;
      return figure(`<img src="${source}" alt="${escapeHtml(contents.title)}">`, contents.caption);
    }
    case "plot":
      return figure(`<div class="plot">${contents.svg}</div>`, contents.caption);
    case "table":
      return figure(table(contents.header, contents.rows), contents.caption);
    case "text":
      return contents.paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join("\n");
  }
}

function figure(contents: string, caption: string): string {
  return `<figure>${contents}<figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = header.map((name) => `<th>${escapeHtml(name)}</th>`).join("");
  const lines = rows.map(
    ([name = "", ...cells]) =>
      `<tr><th>${escapeHtml(name)}</th>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`,
  );
  return `<div class="wide"><table class="columns">\n<thead><tr>${head}</tr></thead>\n<tbody>\n${lines.join("\n")}\n</tbody></table></div>`;
}

function facts([title, list]: [string, Facts]): string {
  const lines = Object.entries(list)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(String(value))}</td></tr>`);
  return `<div><h2>${escapeHtml(title)}</h2>\n<table>\n${lines.join("\n")}\n</table></div>`;
}
