/** Style sheet of the report: one column, for print and for light and dark color schemes. */
export const reportStyle = `
:root { color-scheme: light dark; --text: #1f2933; --soft: #616e7c; --line: #dde3e9; --back: #fff; --panel: #f5f7f9; --accent: #c2185b; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e7eb; --soft: #9aa5b1; --line: #323f4b; --back: #14191f; --panel: #1f2933; --accent: #f06292; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .6rem; }
.summary { color: var(--soft); font-size: 1.05rem; margin: 0; }
.warning { border-left: 4px solid var(--accent); background: var(--panel); padding: .6rem .9rem; margin: 1rem 0 0; }
figure { margin: 0; }
img { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 6px; background: #fff; }
.plot { border: 1px solid var(--line); border-radius: 6px; background: #fff; overflow: hidden; }
.plot svg { display: block; max-width: 100%; height: auto; }
figcaption { color: var(--soft); font-size: .9rem; margin-top: .5rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 0 2rem; }
table { width: 100%; border-collapse: collapse; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 500; color: var(--soft); width: 45%; padding-right: 1rem; }
.wide { overflow-x: auto; }
.columns th, .columns td { width: auto; padding: .3rem 1rem .3rem 0; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
.columns thead th { border-bottom: 2px solid var(--line); }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem; white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0 0; font-size: .9rem; }
p { margin: .9rem 0 0; }
ul { margin: .3rem 0 0; padding-left: 1.4rem; }
li { margin: .2rem 0 0; }
`;
