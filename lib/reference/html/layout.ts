/**
 * The frame of every HTML page, and the policy that lets nothing but its own style and script run.
 */
import { createHash } from 'node:crypto'
import type { Context } from '../context.js'
import { Html, html } from './escape.js'
import { script } from './script.js'
import { style } from './style.js'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const directives = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; img-src data:; base-uri 'none'; form-action 'none'`

/** The header; what stands in the page itself cannot say who may frame it. */
export const contentSecurityPolicy = `${directives}; frame-ancestors 'none'`

// Made here, and constant: they must stand in the page as they were hashed.
const styleElement = new Html(`<style>${style}</style>`)
const scriptElement = new Html(`<script>${script}</script>`)

export interface Page {
  readonly title: string
  /** The name of the page: its Markdown and JSON lie beside it. */
  readonly name: string
  readonly home: boolean
  readonly main: Html
}

const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi'])

export function renderLayout (context: Context, { title, name, home, main }: Page): string {
  const { labels, pageLanguage, suffix } = context
  const [primary = ''] = pageLanguage.split('-')
  return html`<!doctype html>
<html lang="${pageLanguage}"${rightToLeft.has(primary) && html` dir="rtl"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${directives}">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="alternate" type="text/markdown" href="${name}.md">
<link rel="alternate" type="application/json" href="${name}.json">
${styleElement}
</head>
<body data-copy="${labels.copy}" data-copied="${labels.copied}">
<a class="skip" href="#main">${labels.skip}</a>
<header>${home ? html`<span></span>` : html`<a href="${indexHref(suffix)}">${context.title}</a>`}
<nav aria-label="${labels.formats}"><a href="${name}.md">Markdown</a><a href="${name}.json">JSON</a></nav></header>
<main id="main">
${main}
</main>
${scriptElement}
</body>
</html>
`.markup
}

function indexHref (suffix: Context['suffix']): string {
  return suffix === '' ? './' : `index${suffix}`
}
