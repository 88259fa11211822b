import { escapeHtml } from "./escapeHtml.ts";
import { style } from "./style.ts";

interface ReportPicture {
  readonly title: string;
  readonly caption: string;
  /** A PNG, put into the page. */
  readonly png: Uint8Array;
}

interface ReportTable {
  readonly title: string;
  readonly rows: readonly (readonly [name: string, value: string])[];
}

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
  readonly pictures: readonly ReportPicture[];
  /** The loss plot, put into the page as it is. */
  readonly lossSvg: string;
  readonly lossCaption: string;
  readonly tables: readonly ReportTable[];
  readonly commands: readonly ReportCommand[];
}

/** A page that needs no other file: pictures, styles and all lie inside. */
export function report(contents: ReportContents): string {
  const { title, summary, warnings, pictures, lossSvg, lossCaption, tables, commands } = contents;
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
${pictures.map(figure).join("\n")}
<section>
<h2>Loss</h2>
<figure><div class="plot">${lossSvg}</div><figcaption>${escapeHtml(lossCaption)}</figcaption></figure>
</section>
<section class="tables">
${tables.map(table).join("\n")}
</section>
<section>
<h2>Commands</h2>
${commands.map(({ purpose, command }) => `<p>${escapeHtml(purpose)}</p>\n<pre><code>${escapeHtml(command)}</code></pre>`).join("\n")}
</section>
</main>
</body>
</html>
`;
}

function figure({ title, caption, png }: ReportPicture): string {
  const source = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  return `<section>
<h2>${escapeHtml(title)}</h2>
<figure><img src="${source}" alt="${escapeHtml(title)}"><figcaption>${escapeHtml(caption)}</figcaption></figure>
</section>`;
}

function table({ title, rows }: ReportTable): string {
  const lines = rows.map(
    ([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<div><h2>${escapeHtml(title)}</h2>\n<table>\n${lines.join("\n")}\n</table></div>`;
}
