import { expect, test } from "vitest";
import { report } from "../src/report/report.ts";

test("the report is one page that needs no other file, and shows text as text", () => {
  const page = report({
    title: "a <b> & c",
    summary: "done",
    warnings: ["few images"],
    pictures: [{ title: "Samples", caption: "real and generated", png: new Uint8Array([1, 2, 3]) }],
    lossSvg: "<svg></svg>",
    lossCaption: "falls",
    tables: [{ title: "Settings", rows: [["steps", "10"]] }],
    commands: [{ purpose: "Again", command: "cellgen train --config 'a b.json'" }],
  });
  expect(page).toContain("<h1>a &lt;b&gt; &amp; c</h1>");
  expect(page).toContain('src="data:image/png;base64,AQID"');
  expect(page).toContain("<th>steps</th><td>10</td>");
  expect(page).not.toMatch(/(src|href)="(?!data:)/);
});
