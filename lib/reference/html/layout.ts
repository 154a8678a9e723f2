/**
 * The frame of every HTML page, and the policy that lets nothing but its own style and script run.
 */
import { createHash } from 'node:crypto'
import type { Alternate, Context, ContextOptions } from '../context.js'
import { Html, html } from './escape.js'
import { script } from './script.js'
import { styleOf } from './style.js'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

// Made here, and constant: it must be in the page as it was hashed.
const scriptElement = new Html(`<script>${script}</script>`)

type Looks = Pick<ContextOptions, 'logo' | 'colors'>

/** What the page may load: its own style and script, and the logo. */
function directives ({ logo = '', colors }: Looks): string {
  const source = /^https?:/.test(logo) ? ` ${new URL(logo).origin}` : logo.startsWith('/') ? " 'self'" : ''
  return [
    "default-src 'none'", `style-src ${hash(styleOf(colors))}`, `script-src ${hash(script)}`, `img-src data:${source}`,
    "base-uri 'none'", "form-action 'none'"
  ].join('; ')
}

/** The header. The element in the page cannot state who may frame it. */
export function contentSecurityPolicy (looks: Looks): string {
  return `${directives(looks)}; frame-ancestors 'none'`
}

export interface Page {
  readonly title: string
  /** The name of the page: its Markdown and JSON lie beside it. */
  readonly name: string
  readonly home: boolean
  readonly main: Html
}

const indexName = 'index'
const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi'])

export function renderLayout (context: Context, { title, name, home, main }: Page): string {
  const { labels, pageLanguage, alternates } = context
  const [primary = ''] = pageLanguage.split('-')
  return html`<!doctype html>
<html lang="${pageLanguage}"${rightToLeft.has(primary) && html` dir="rtl"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${directives(context)}">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="alternate" type="text/markdown" href="${name}.md">
<link rel="alternate" type="application/json" href="${name}.json">
${alternates.map((alternate) => html`<link rel="alternate" hreflang="${alternate.language}" href="${
    addressIn(alternate, context, name)}">
`)}${new Html(`<style>${styleOf(context.colors)}</style>`)}
</head>
<body data-copy="${labels.copy}" data-copied="${labels.copied}">
<a class="skip" href="#main">${labels.skip}</a>
<header>${brand(context, home)}
<nav aria-label="${labels.formats}"><a href="${name}.md${context.query}">Markdown</a>${
    html`<a href="${name}.json${context.query}">JSON</a>`}</nav></header>
<main id="main">
${main}
</main>
${languageSwitch(context, name)}
${scriptElement}
</body>
</html>
`.markup
}

/** The logo decorates the title, which says the same. */
function brand ({ logo, title, suffix, query }: Context, home: boolean): Html {
  const image = logo !== undefined && html`<img src="${logo}" alt="" height="28">`
  if (home) return html`<span>${image}</span>`
  return html`<a class="brand" href="${indexHref(suffix)}${query}">${image}${title}</a>`
}

/** Each language in its own words. */
function languageSwitch (context: Context, name: string): Html | undefined {
  const { alternates, labels, language: shown } = context
  if (alternates.length === 0) return undefined
  return html`<footer><nav aria-label="${labels.language}">${alternates.map((alternate) => {
    const { language } = alternate
    const current = language === shown
    return html`<a href="${addressIn(alternate, context, name)}" lang="${language}" hreflang="${language}"${
      current && html` aria-current="true"`}>${nameOf(language)}</a>`
  })}</nav></footer>`
}

function addressIn ({ folder, query }: Alternate, { suffix }: Context, name: string): string {
  const page = name === indexName && suffix === '' ? '' : name + suffix
  return `${folder}${page}${query}`
}

function nameOf (language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language)!
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}

function indexHref (suffix: Context['suffix']): string {
  return suffix === '' ? './' : `index${suffix}`
}
