import { expect, test } from "vitest";
import { htmlReport } from "../src/index.ts";

test("the report is one page that needs no other file, and shows text as text", () => {
  const page = htmlReport({
    title: "a <b> & c",
    summary: "done",
    warnings: ["few images"],
    sections: [
      { kind: "picture", title: "Samples", caption: "real and generated", image: new Uint8Array([1, 2, 3]) },
      { kind: "picture", title: "Film", caption: "", image: new Uint8Array([1, 2, 3]), format: "webp" },
      { kind: "plot", title: "Loss", caption: "falls", svg: "<svg></svg>" },
      {
        kind: "table",
        title: "Scores",
        caption: "a <i>",
        header: ["image", "PSNR"],
        rows: [["a.png", "31"]],
      },
      { kind: "facts", lists: { Settings: { steps: 10, lr: undefined } } },
      {
        kind: "text",
        title: "In words",
        paragraphs: ["1 < 2"],
        lists: { Good: ["a < b", "c"], "Not good": [] },
      },
    ],
    commands: [{ purpose: "Again", command: "cellgen train --config 'a b.json'" }],
  });
  expect(page).toContain("<h1>a &lt;b&gt; &amp; c</h1>");
  expect(page).toContain('src="data:image/png;base64,AQID"');
  expect(page).toContain('src="data:image/webp;base64,AQID"');
  expect(page).toContain("<th>steps</th><td>10</td>");
  expect(page).not.toContain("<th>lr</th>");
  expect(page).toContain("<thead><tr><th>image</th><th>PSNR</th></tr></thead>");
  expect(page).toContain("<tr><th>a.png</th><td>31</td></tr>");
  expect(page).toContain(
    "<p>1 &lt; 2</p>\n<p>Good</p>\n<ul>\n<li>a &lt; b</li>\n<li>c</li>\n</ul>\n</section>",
  );
  expect(page).not.toContain("Not good");
  expect(page).toContain("<svg></svg>");
  expect(page).not.toMatch(/(src|href)="(?!data:)/);
});
