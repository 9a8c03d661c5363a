/** The colours that drawings and text share. */
export const COLOURS = '--text:#1b1f24;--soft:#57606a;--line:#d0d7de;--even:#2f5d8a;--odd:#6c9bc7';

/** What drawings look like, on a page and alone. */
export const SVG_STYLE = `
.drawing{display:block;width:100%;min-width:40rem;height:auto;font-size:12.5px}
.drawing text{fill:var(--text)}.drawing .soft{fill:var(--soft);font-size:11.5px}
.even,.kept{fill:var(--even)}.odd{fill:var(--odd)}.served{fill:#2c8a4b}.lost{fill:#c4122f}.inDoubt{fill:#a35f00}
.failed{fill:#767f89}.splitBrain{fill:#7b2fbf}
.grid{stroke:var(--line)}.axis{stroke:var(--soft)}.outage{fill:#fbe9c6}
.target{stroke:var(--text);stroke-width:3}
.fill-met{fill:#2c8a4b}.fill-missed{fill:#c4122f}.fill-inconclusive{fill:#a35f00}
.node{fill:#f3f6fa;stroke:var(--even);stroke-width:1.5;rx:6px}.node.missed{stroke:#c4122f}.node.inconclusive{stroke:#a35f00}
.edge{fill:none;stroke:var(--soft);stroke-width:1.5}.head{fill:var(--soft)}
`.trim();

/** The one style sheet of a report: no colour carries a meaning that a word does not. */
export const STYLE = `
:root{${COLOURS};--page:#fff;
--met:#116329;--missed:#a40e26;--inconclusive:#7a4b00}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;line-height:1.25;margin:.25rem 0}
h2{font-size:1.15rem;margin:2rem 0 .5rem;padding-bottom:.25rem;border-bottom:1px solid var(--line)}
p{margin:.35rem 0;max-width:46rem}
.verdict-box{border:3px solid currentColor;border-radius:.5rem;padding:1rem}
.verdict-box p,.verdict-box h1{color:var(--text)}
.scope{font-weight:700;letter-spacing:.08em}
.overall{font-size:1.75rem;font-weight:700}
.verdict-box .overall{color:inherit}
.met{color:var(--met)}.missed{color:var(--missed)}.inconclusive{color:var(--inconclusive)}
td.met,td.missed,td.inconclusive{font-weight:700;white-space:nowrap}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:.5rem 0;font-size:.95rem}
th,td{text-align:left;vertical-align:top;padding:.35rem 1rem .35rem 0;border-bottom:1px solid var(--line)}
thead th{color:var(--soft);font-weight:600;font-size:.85rem}
tbody th{font-weight:600}
.number{text-align:right;font-variant-numeric:tabular-nums}
.instant{white-space:nowrap;font-variant-numeric:tabular-nums}
.verdicts td:last-child{width:60%}
td{overflow-wrap:anywhere}
td:not([class]){min-width:6.5rem}
td.number{overflow-wrap:normal;min-width:4.5rem}
pre{margin:.5rem 0;padding:.5rem .75rem;background:#f3f6fa;white-space:pre-wrap;overflow-wrap:anywhere}
figure{margin:.75rem 0}
figcaption{font-weight:600;font-size:.9rem}
${SVG_STYLE}
ul{padding-left:1.25rem;margin:.5rem 0}
li{margin:.2rem 0;overflow-wrap:anywhere}
footer{margin-top:2rem;color:var(--soft);font-size:.85rem}
@media print{body{font-size:11pt}main{max-width:none;padding:0}h2{break-after:avoid}tr,.verdict-box{break-inside:avoid}
.scroll{overflow:visible}.drawing{min-width:0;-webkit-print-color-adjust:exact;print-color-adjust:exact}figure{break-inside:avoid}}
@media (max-width:36rem){th,td{padding-right:.5rem}table{font-size:.85rem}}
`.trim();
