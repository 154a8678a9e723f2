/**
 * HTML in which every value is escaped unless it is markup that was made here.
 */
import type { LocalText } from '../../catalog/texts/language.js'
import { cleanText } from '../../catalog/texts/template.js'
import { parseBlocks, parseInline } from '../text.js'

/** Markup. Only `html` makes it. */
export class Html {
  constructor (readonly markup: string) {}
}

export type Value = Html | string | number | false | undefined | readonly Value[]

/**
 * @example
 * html`<p>${'<b>'}</p>`.markup   // '<p>&lt;b&gt;</p>'
 */
export function html (strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(strings.reduce((markup, string, index) => markup + toMarkup(values[index - 1]) + string))
}

function toMarkup (value: Value): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.markup
  return typeof value === 'object' ? value.map(toMarkup).join('') : escapeHtml(String(value))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
}

/** Without control characters and bidi overrides; line breaks stay. */
function escapeHtml (text: string): string {
  return text
    .split('\n')
    .map((line) => cleanText(line, Infinity))
    .join('\n')
    .replace(/[&<>"']/g, (character) => entities[character]!)
}

/** One line of a text of the catalog, with its code and links. */
export function inline (text: string): Html {
  return html`${parseInline(text).map((piece) => {
    if (typeof piece === 'string') return piece
    return 'code' in piece ? html`<code>${piece.code}</code>` : link(piece.href, piece.text)
  })}`
}

/** A link that leads away: the other site does not learn from which page. */
export function link (href: string, text: string): Html {
  return html`<a href="${href}" rel="noreferrer">${text}</a>`
}

/** A text of the catalog with its paragraphs and lists. */
export function blocks ({ text, language }: LocalText, page: string): Html {
  const attributes = languageOf(language, page)
  return html`${parseBlocks(text).map((block) => {
    if (block.kind === 'paragraph') return html`<p${attributes}>${inline(block.text)}</p>`
    return list(block.items, attributes, block.ordered)
  })}`
}

/** Marks a text in another language than the page, for the reader's software. */
export function languageOf (language: string, page: string): Html {
  return html`${language !== page && html` lang="${language}"`} dir="auto"`
}

export function list (items: readonly string[], attributes: Html, ordered = false): Html {
  const rows = items.map((item) => html`<li>${inline(item)}</li>`)
  return ordered ? html`<ol class="list"${attributes}>${rows}</ol>` : html`<ul class="list"${attributes}>${rows}</ul>`
}

/** The text of a label, with values in its places. */
export function fill (label: string, values: Readonly<Record<string, Value>>): Html {
  return html`${label.split(/\{(\w+)\}/).map((part, index) => index % 2 === 1 ? values[part] : inline(part))}`
}

/** A text of the catalog, marked where it is in another language than the page. */
export function local ({ text, language }: LocalText, page: string): Html {
  return language === page ? inline(text) : html`<span lang="${language}">${inline(text)}</span>`
}

/** JSON for people: the same text, with names of members and strings marked. */
export function jsonMarkup (value: unknown): Html {
  const parts = JSON.stringify(value, null, 2).split(/("(?:[^"\\]|\\.)*"(?:: )?)/)
  return html`${parts.map((part, index) => {
    if (index % 2 === 0) return part
    return part.endsWith(': ') ? html`<b>${part.slice(0, -2)}</b>: ` : html`<i>${part}</i>`
  })}`
}
