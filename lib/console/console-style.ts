/** Beside what reports look like: large targets for a thumb, and a count of seconds that needs no script. */
export const CONSOLE_STYLE = `
nav{max-width:44rem;margin:0 auto;padding:.75rem 1rem 0}nav a{display:inline-block;padding:.35rem 0}
main{max-width:44rem}
a{color:#0b57a4}
.mark{display:inline-block;font-weight:700;letter-spacing:.08em;padding:.1rem .6rem;border-radius:.25rem;border:2px solid currentColor}
.mark.real{background:#a40e26;color:#fff;border-color:#a40e26}
dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.4rem 1rem;margin:1rem 0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
dd ul{margin:0}
.until{font-size:1.1rem}
@media (max-width:36rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}}
.saw{border-left:.3rem solid var(--inconclusive);padding:.25rem .75rem;background:#fff8ec;max-width:none;overflow-wrap:anywhere}
form{margin:1.5rem 0;padding:1rem;border:2px solid var(--text);border-radius:.5rem}
form h2{margin-top:0;border:0}
label{display:block;font-weight:600;margin:.75rem 0 .25rem}
select,textarea,input{width:100%;font:inherit;padding:.6rem;border:1px solid var(--soft);border-radius:.35rem;background:#fff;color:inherit}
.hint{color:var(--soft);font-size:.9rem}
.answers{display:grid;gap:.75rem;margin-top:1rem}
@media (min-width:36rem){.answers{grid-template-columns:repeat(auto-fit,minmax(9rem,1fr))}}
button{font:inherit;font-weight:700;padding:.9rem 1rem;border-radius:.4rem;border:2px solid var(--text);background:#fff;color:var(--text);cursor:pointer}
button.yes{background:#116329;border-color:#116329;color:#fff}
button.no{border-color:#a40e26;color:#a40e26}
button:focus-visible,select:focus-visible,textarea:focus-visible,input:focus-visible,a:focus-visible{outline:3px solid #0b57a4;outline-offset:2px}
.note{border:3px solid currentColor;border-radius:.5rem;padding:.75rem 1rem;font-weight:600;max-width:none;overflow-wrap:anywhere}
.runs{list-style:none;padding:0}.runs li{border-bottom:1px solid var(--line);padding:.75rem 0;margin:0}
.runs a{font-weight:600}
.asks{display:block;margin-top:.25rem}
@property --left{syntax:"<integer>";inherits:false;initial-value:0}
@keyframes run-out{from{--left:var(--seconds)}to{--left:0}}
.clock{animation:run-out calc(var(--seconds)*1s) linear forwards;counter-reset:left var(--left);font-variant-numeric:tabular-nums}
.clock::after{content:counter(left) " s left"}
`.trim();
