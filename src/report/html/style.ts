/** The look of the page: calm, legible on a phone and on paper, in light and dark. Nothing is loaded from elsewhere. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f7f7f5; --card: #fff; --line: #dddedb; --text: #1d1f21; --muted: #5b616a;
  --breaking: #b3261e; --warning: #875400; --info: #55606e; --waived: #5a4a91; --clean: #1d6b3e;
  --wash: #fdf1ef; --code: #f1f1ee;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #151719; --card: #1d2023; --line: #363b41; --text: #e7e8ea; --muted: #a4abb5;
    --breaking: #ff8f85; --warning: #eeb64b; --info: #a9b4c2; --waived: #bcaef3; --clean: #79d39b;
    --wash: #2c1d1c; --code: #262a2e;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  overflow-wrap: anywhere;
}
body > * { max-width: 58rem; margin-inline: auto; padding-inline: 1.25rem; }
h1, h2, h3, p, ul, dl { margin: 0; }
h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.3rem); line-height: 1.2; letter-spacing: -.01em; text-wrap: balance; }
h1::first-letter { text-transform: uppercase; }
h1 span { white-space: nowrap; }
::placeholder { color: var(--muted); opacity: 1; }
h2 { font-size: 1.2rem; line-height: 1.35; }
h3 { font-size: 1rem; font-weight: 600; }
a { color: inherit; text-underline-offset: .15em; }
code, .value { font-family: var(--mono); font-size: .9em; }
.muted, footer { color: var(--muted); }
.small, footer { font-size: .875rem; }

header { padding-block: 2.25rem 1.5rem; }
.brand { color: var(--muted); font-size: .875rem; letter-spacing: .02em; margin-bottom: .6rem; }
.failed h1 { color: var(--breaking); }
.good h1 { color: var(--clean); }
.whom { margin-top: .6rem; font-size: 1.1rem; }
.facts { margin-top: .6rem; display: flex; flex-wrap: wrap; gap: 0 1.5rem; color: var(--muted); }
.facts .loud { color: var(--breaking); font-weight: 600; }
.bar { display: block; width: 100%; height: .5rem; border-radius: .25rem; margin-top: 1.1rem; }
.bar .clean { fill: var(--clean); } .bar .drifted { fill: var(--warning); }
.bar .unreadable { fill: var(--breaking); } .bar .skipped { fill: var(--line); }

.gaps { padding: .9rem 1.1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); }
.gaps.loud { border-color: var(--breaking); background: var(--wash); }
.gaps ul { list-style: none; padding: 0; margin-top: .4rem; display: grid; gap: .45rem; }
.fix { display: block; color: var(--muted); padding-left: 1.1em; text-indent: -1.1em; }

form {
  position: sticky; top: 0; z-index: 1; background: var(--page); padding-block: .75rem; margin-top: 1rem;
  display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center;
}
form[hidden] { display: none; }
input[type=search] {
  flex: 1 1 16rem; min-width: 0; font: inherit; color: inherit; padding: .5rem .75rem;
  background: var(--card); border: 1px solid var(--muted); border-radius: .5rem;
}
form label.tick { display: inline-flex; gap: .4rem; align-items: center; padding-block: .25rem; cursor: pointer; }
form input[type=checkbox] { width: 1.1rem; height: 1.1rem; accent-color: var(--info); margin: 0; }
form output { color: var(--muted); font-size: .875rem; flex-basis: 100%; }
form output:empty { display: none; }
:focus-visible { outline: 2px solid var(--info); outline-offset: 2px; }

.source { margin-top: 1.75rem; }
.source > header { padding: 0; margin-bottom: .9rem; }
.stopped { border-left: .3rem solid var(--breaking); padding: .8rem 1.1rem; background: var(--wash); border-radius: .3rem; }
.stopped > * + * { margin-top: .35rem; }

article {
  background: var(--card); border: 1px solid var(--line); border-left: .3rem solid var(--info);
  border-radius: .4rem; padding: .9rem 1.1rem 1rem; margin-top: .9rem;
}
article.breaking { border-left-color: var(--breaking); } article.warning { border-left-color: var(--warning); }
article.waived { border-left-color: var(--waived); }
article > header { padding: 0; display: flex; flex-wrap: wrap; gap: .1rem .9rem; align-items: baseline; }
article h3 code { font-size: .98em; font-weight: 400; }
article h3 code:last-child { font-weight: 700; }
article h3 .field { margin-left: .35rem; }
.mark { font-size: .8rem; font-weight: 700; letter-spacing: .03em; }
.breaking .mark { color: var(--breaking); } .warning .mark { color: var(--warning); }
.waived .mark { color: var(--waived); } .info .mark { color: var(--info); }
.rule { margin-left: auto; color: var(--muted); font-size: .875rem; }
dl { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .3rem 1rem; margin-top: .75rem; }
dt { color: var(--muted); }
dd { margin: 0; }
dd > * { display: block; }
.value, .command { white-space: pre-wrap; }
.command { background: var(--code); border-radius: .3rem; padding: .35rem .6rem; margin-top: .3rem; user-select: all; width: fit-content; max-width: 100%; }
article > footer { padding: 0; margin-top: .7rem; font-size: .8rem; }

details { margin-top: 1.1rem; }
summary { cursor: pointer; color: var(--muted); padding-block: .3rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; margin-top: .5rem; }
th { text-align: left; color: var(--muted); font-weight: 500; }
th, td { padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top;
  overflow-wrap: break-word; }
td.unreadable { color: var(--breaking); font-weight: 600; } td.drifted { color: var(--warning); font-weight: 600; }
#coverage { margin-top: 2.25rem; }
body > footer { padding-block: 2rem 2.5rem; }
[hidden] { display: none !important; }

@media (max-width: 36rem) {
  body > * { padding-inline: .9rem; }
  header { padding-block: 1.4rem 1rem; }
  dl { grid-template-columns: 4.7rem minmax(0, 1fr); gap: .35rem .7rem; }
  dt { font-size: .8rem; line-height: 1.95; }
  .rule { margin-left: 0; flex-basis: 100%; }
  article { padding: .75rem .85rem .85rem; }
  form { position: static; }
  table, tbody, tr, td { display: block; }
  thead { display: none; }
  tr { padding-block: .5rem; border-bottom: 1px solid var(--line); }
  td { border: 0; padding: 0; }
}
@media print {
  :root { --page: #fff; --card: #fff; --line: #bbb; --text: #000; --muted: #444; --wash: #fff; --code: #fff;
    --breaking: #a11810; --warning: #6f4400; --info: #444; --waived: #4a3b80; --clean: #14542f; }
  body { font-size: 9.5pt; }
  body > * { max-width: none; padding-inline: 0; }
  form { display: none !important; }
  article, .gaps, .stopped, tr { break-inside: avoid; }
  h2, article > header { break-after: avoid; }
  .command { border: 1px solid var(--line); }
  details::details-content { content-visibility: visible; display: block; }
}
`;
