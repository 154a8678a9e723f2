/**
 * The look of the pages: one style sheet for all, light and dark, from 320 px to paper.
 */
import type { Colors, ContextOptions } from '../context.js'

const rules = `
:root{color-scheme:light dark;--bg:#fff;--soft:#f6f7f9;--line:#e3e6ea;--text:#1d2126;--dim:#5a626d;--link:#1f56c4;
--key:#7a3e9d;--string:#1a6b3c;
--warn:#fdf3dd;--on-warn:#7a4a00;--fail:#fdeaea;--on-fail:#a11d1d;--good:#e5f5ea;--on-good:#17663a;
--mono:ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
@media screen and (prefers-color-scheme:dark){
:root{--bg:#14171b;--soft:#1c2026;--line:#2e343c;--text:#e4e7eb;--dim:#a0a9b4;
--link:#8db4ff;--key:#d3a6f0;--string:#8fd6a5;
--warn:#3a2c0e;--on-warn:#f4c770;--fail:#43191b;--on-fail:#ffaaa6;--good:#14351f;--on-good:#8fdca9}}
*{box-sizing:border-box}
html{font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif;
scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);overflow-wrap:anywhere}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.2em}
a:not(:hover){text-decoration-color:color-mix(in srgb,currentColor 40%,transparent)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
header,main,footer{max-width:68rem;margin:0 auto;padding:0 1.5rem}
header{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;justify-content:space-between;padding-top:1.25rem;
padding-bottom:1.25rem;font-size:.875rem}
header nav,footer nav{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
header img{display:block;height:1.75rem;width:auto}
.brand{display:flex;align-items:center;gap:.6rem}
footer{border-top:1px solid var(--line);padding-top:1.25rem;padding-bottom:2.5rem;font-size:.875rem}
footer [aria-current]{color:var(--text);font-weight:600;text-decoration:none}
main{padding-bottom:3.5rem}
h1{font-size:clamp(1.6rem,5vw,2.25rem);line-height:1.2;letter-spacing:-.02em;margin:.75rem 0;text-wrap:balance}
h2{font-size:1.125rem;line-height:1.35;letter-spacing:-.005em;margin:2.5rem 0 .75rem}
p{margin:.5rem 0;max-width:44rem;text-wrap:pretty}
code,pre,.code{font-family:var(--mono);font-size:.875em}
p code,li code{background:var(--soft);border-radius:4px;padding:.1em .3em}
td:first-child code{white-space:nowrap}
td.long{min-width:12rem}td.long code{white-space:normal}
.skip{position:absolute;left:-99em}
.skip:focus{left:1rem;top:.5rem;background:var(--bg);padding:.5rem}
.lead{font-size:1.125rem;color:var(--dim)}
.list{list-style:disc;margin:.5rem 0;padding-inline-start:1.4rem;max-width:44rem}
ol.list{list-style:decimal}
.list li{margin:.3rem 0}
.list li::marker{color:var(--dim)}
summary{font-size:1.125rem;font-weight:600;line-height:1.35;cursor:pointer;padding:.5rem 0;
border-bottom:1px solid var(--line)}
details{margin-top:2.75rem}
details>p{margin:.75rem 0 0}
.code{font-weight:600;letter-spacing:-.01em;text-decoration:none}
a.code:hover{text-decoration:underline}
.kind{display:flex;flex-wrap:wrap;gap:.375rem .75rem;align-items:center;margin:1.5rem 0 0}
.dim{color:var(--dim)}
.tag{display:inline-block;font-size:.8125rem;line-height:1.25rem;padding:.0625rem .5rem;border-radius:999px;
background:var(--soft);color:var(--dim);font-weight:500;white-space:nowrap}
.s4{background:var(--warn);color:var(--on-warn)}.s5{background:var(--fail);color:var(--on-fail)}.ok{
background:var(--good);color:var(--on-good)}
.note{background:var(--warn);color:var(--on-warn);border-radius:8px;padding:.75rem 1rem;margin:1rem 0}
.note a{color:inherit;text-decoration:underline}
.note code{background:none;padding:0}
.do{border-inline-start:3px solid var(--link);padding:.25rem 0 .25rem 1rem}
pre{margin:0;padding:.875rem 1rem;overflow:auto;line-height:1.55}
pre b{font-weight:400;color:var(--key)}pre i{font-style:normal;color:var(--string)}
figure{margin:.75rem 0;border:1px solid var(--line);border-radius:8px;background:var(--soft);overflow:hidden}
figcaption{display:flex;justify-content:space-between;align-items:center;gap:1rem;min-height:2.5rem;
padding:.25rem .375rem .25rem 1rem;border-bottom:1px solid var(--line);font-size:.8125rem;line-height:1.4;
color:var(--dim)}
button{font:inherit;font-weight:500;color:var(--text);background:var(--bg);border:1px solid var(--line);
border-radius:6px;padding:.2rem .6rem;cursor:pointer;white-space:nowrap}
button:hover{border-color:var(--dim)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th{font-size:.8125rem;font-weight:500;color:var(--dim);text-align:start}
th,td{padding:.5rem 1rem .5rem 0;border-bottom:1px solid var(--line);text-align:start;vertical-align:top}
td:last-child,th:last-child{padding-inline-end:0}
td:first-child .dim{font-size:.8125rem;display:block}
dl{margin:0;font-size:.9375rem}
dt{font-size:.8125rem;color:var(--dim)}
dd{margin:0 0 .75rem}
ul{list-style:none;margin:0;padding:0}
.facts h2{margin-top:0}
.facts{border-top:1px solid var(--line);margin-top:2.5rem;padding-top:1.5rem}
.areas{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;font-size:.9375rem;margin:1.25rem 0 0}
form{display:grid;gap:.75rem;margin:1.5rem 0 0;grid-template-columns:repeat(2,minmax(0,1fr))}
form[hidden]{display:none}
label{font-size:.8125rem;color:var(--dim)}
label:first-child{grid-column:1/-1}
input,select{display:block;width:100%;font:inherit;font-size:1rem;color:var(--text);background:var(--bg);
border:1px solid var(--dim);border-radius:8px;height:2.625rem;padding:0 .65rem;margin-top:.25rem}
::placeholder{color:var(--dim);opacity:1}
output{font-size:.875rem;color:var(--dim);align-self:end;line-height:2.625rem}
section>h2{display:flex;gap:.5rem;align-items:baseline;margin:2.75rem 0 0;padding-bottom:.5rem;
border-bottom:1px solid var(--line)}
section>h2 span{font-size:.8125rem;font-weight:400;color:var(--dim)}
.row{display:grid;grid-template-columns:3.25rem minmax(0,1fr);gap:0 .75rem;padding:.75rem 0;
border-bottom:1px solid var(--line);scroll-margin-top:1rem}
.row[hidden]{display:none}
.row:target{background:var(--soft);box-shadow:-.75rem 0 var(--soft),.75rem 0 var(--soft)}
.row .tag{align-self:start;justify-self:start}
.row p{margin:.125rem 0 0;font-size:.9375rem}
.row .code{font-size:.9375rem;display:inline-block}
.row .title{display:block}
.row>div{grid-column:2;min-width:0}
.row .more{display:flex;flex-wrap:wrap;gap:.375rem;margin-top:.375rem}
.row .more:empty{display:none}
@media(min-width:48rem){form{grid-template-columns:minmax(0,2.2fr) repeat(3,minmax(0,1fr))}label:first-child{
grid-column:auto}output{grid-column:1/-1;line-height:inherit}
.row{grid-template-columns:3.25rem minmax(0,18rem) minmax(0,1fr) auto}.row>div:nth-of-type(2){grid-column:3}.row>.more{
grid-column:4;margin:0;align-self:start}}
@media(min-width:60rem){.two{display:grid;grid-template-columns:minmax(0,1fr) 17rem;gap:0 4rem}.facts{border-top:0;
border-inline-start:1px solid var(--line);margin:1.5rem 0 0;padding:0 0 0 1.5rem;align-self:start;position:sticky;
top:1.5rem}}
@media(max-width:40rem){.wide thead{display:none}.wide :is(tbody,tr,td){display:block}.wide td{padding:0;border:0}
.wide tr{padding:.5rem 0;border-bottom:1px solid var(--line)}.wide td:first-child .dim{display:inline}}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@media print{:root{--bg:#fff;--soft:#fff;--text:#000;--dim:#444;--link:#000;--warn:#fff;--fail:#fff;--good:#fff}
form,button,header nav,footer,.skip,.areas{display:none!important}details>*{display:block!important}
pre{white-space:pre-wrap}h2,figcaption{break-after:avoid}.row,figure{break-inside:avoid}.tag{border:1px solid}}
`

const style = rules.trim().replaceAll('\n', '')

/** The style sheet, with the colours that a service gives its pages. Paper has none of them. */
export function styleOf ({ light, dark }: NonNullable<ContextOptions['colors']> = {}): string {
  return style + (light === undefined ? '' : `@media screen{:root{${declarations(light)}}}`) +
    (dark === undefined ? '' : `@media screen and (prefers-color-scheme:dark){:root{${declarations(dark)}}}`)
}

function declarations ({ link, text, background }: Colors): string {
  return Object.entries({ link, text, bg: background })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';')
}
