import escapeHtml from "escape-html";
import { reportStyle } from "./reportStyle.ts";

/** A section of a report. */
export type ReportSection =
  | {
      readonly kind: "picture";
      readonly title: string;
      readonly caption: string;
      /** The contents of the image file, embedded in the page. */
      readonly image: Uint8Array;
      /** @default "png" */
      readonly format?: "png" | "webp";
    }
  | {
      readonly kind: "plot";
      readonly title: string;
      readonly caption: string;
      /** Embedded in the page unchanged. */
      readonly svg: string;
    }
  | {
      readonly kind: "table";
      readonly title: string;
      readonly caption: string;
      readonly header: readonly string[];
      /** The first cell of each row is its header. */
      readonly rows: readonly (readonly string[])[];
    }
  /** Lists of names and values, each with a title. Undefined values are skipped. */
  | { readonly kind: "facts"; readonly lists: Readonly<Record<string, ReportFacts>> }
  | {
      readonly kind: "text";
      readonly title: string;
      readonly paragraphs: readonly string[];
      /** Items by the label of their list, below the paragraphs. Empty lists are skipped. @default {} */
      readonly lists?: Readonly<Record<string, readonly string[]>>;
    };

/** Values by name. */
export type ReportFacts = Readonly<Record<string, unknown>>;

/** A command line to show. */
export interface ReportCommand {
  readonly purpose: string;
  readonly command: string;
}

/** Contents of a report. All text is escaped. */
export interface ReportContents {
  readonly title: string;
  /** One or two sentences below the title. */
  readonly summary: string;
  /** Caveats to read before interpreting the images. */
  readonly warnings: readonly string[];
  readonly sections: readonly ReportSection[];
  /** Command lines to list at the end. @default [] */
  readonly commands?: readonly ReportCommand[];
}

/**
 * Create a report as one self-contained HTML page, with embedded images and styles.
 *
 * ```ts
 * const table = { kind: "table", title: "Scores", caption: "", header: ["image", "PSNR"], rows: [["a.png", "31.2"]] } as const;
 * await writeFile("report.html", htmlReport({ title: "My cells", summary: "", warnings: [], sections: [table] }));
 * ```
 */
export function htmlReport({ title, summary, warnings, sections, commands = [] }: ReportContents): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="summary">${escapeHtml(summary)}</p>
${warnings.map((warning) => `<p class="warning">${escapeHtml(warning)}</p>`).join("\n")}
${sections.map(section).join("\n")}
${commands.length > 0 ? commandSection(commands) : ""}
</main>
</body>
</html>
`;
}

function commandSection(commands: readonly ReportCommand[]): string {
  const lines = commands.map(
    ({ purpose, command }) => `<p>${escapeHtml(purpose)}</p>\n<pre><code>${escapeHtml(command)}</code></pre>`,
  );
  return `<section>\n<h2>Commands</h2>\n${lines.join("\n")}\n</section>`;
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
      return [
        ...contents.paragraphs.map(paragraph),
        ...Object.entries(contents.lists ?? {}).flatMap(([label, items]) =>
          items.length === 0 ? [] : [paragraph(label), list(items)],
        ),
      ].join("\n");
  }
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

function list(items: readonly string[]): string {
  return `<ul>\n${items.map((item) => `<li>${escapeHtml(item)}</li>`).join("\n")}\n</ul>`;
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

function facts([title, list]: [string, ReportFacts]): string {
  const lines = Object.entries(list)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(String(value))}</td></tr>`);
  return `<div><h2>${escapeHtml(title)}</h2>\n<table>\n${lines.join("\n")}\n</table></div>`;
}
