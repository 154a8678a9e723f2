/**
 * The index: every code by area, with search and filters where JavaScript runs.
 */
import type { Context } from '../context.js'
import { fill, html, local } from './escape.js'
import type { Html } from './escape.js'
import { renderLayout } from './layout.js'
import type { Entry } from '../model.js'
import { pageLink, retryWord, statusTag } from './parts.js'
import { summaryOf } from '../text.js'

interface Group {
  readonly name: string
  readonly id: string
  readonly rows: readonly Html[]
}

export function renderIndex (context: Context): string {
  const groups = groupsOf(context)
  const main = html`<h1>${context.title}</h1>
${filters(context)}
<nav class="areas" aria-label="${context.labels.area}">${groups.map(areaLink)}</nav>
${groups.map(({ id, name, rows }) => html`<section id="${id}"><h2>${name} <span>${rows.length}</span></h2><ul>
${rows}</ul></section>`)}
${unsent(context)}`
  return renderLayout(context, { title: context.title, name: 'index', home: true, main })
}

function areaLink ({ id, name, rows }: Group): Html {
  return html`<a href="#${id}">${name} <span class="dim">${rows.length}</span></a>`
}

function groupsOf (context: Context): Group[] {
  const groups = new Map<string, Entry[]>()
  for (const entry of context.entries.filter(({ sent }) => sent)) {
    const name = groupOf(context, entry)
    groups.set(name, [...groups.get(name) ?? [], entry])
  }
  const { labels: { general, standard } } = context
  const last = (name: string) => [general, standard].indexOf(name)
  const sorted = [...groups].sort(([a], [b]) => last(a) - last(b))
  const current = sorted.map(([name, entries]) => toGroup(name, entries.map((entry) => row(context, entry))))
  return context.retired.length === 0 ? current : [...current, toGroup(context.labels.retired, retiredRows(context))]
}

function groupOf ({ labels }: Context, { problemType: { area }, standard }: Entry): string {
  return area ?? (standard ? labels.standard : labels.general)
}

/** Standard codes that the service does not send are folded away. */
function unsent (context: Context): Html | undefined {
  const { labels } = context
  const rows = context.entries.filter(({ sent }) => !sent).map((entry) => row(context, entry))
  if (rows.length === 0) return undefined
  const summary = fill(labels.unsent, { count: rows.length })
  return html`<section><details><summary>${summary}</summary><p class="dim">${labels.unsentHint}</p><ul>
${rows}</ul></details></section>`
}

/** Codes are spelt otherwise, so that a link to an area and a link to a code cannot clash. */
function toGroup (name: string, rows: readonly Html[]): Group {
  return { name, rows, id: `area:${name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')}` }
}

function row (context: Context, entry: Entry): Html {
  const { pageLanguage, labels } = context
  const { slug, title, description, problemType, service } = entry
  const { code, status, retry, deprecated, legacyCode } = problemType
  const summary = description && local({ ...description, text: summaryOf(description.text) }, pageLanguage)
  return html`<li class="row" id="${slug}" data-status="${status}" data-retry="${retry}" data-area="${
    groupOf(context, entry)}"${legacyCode && html` data-other="${legacyCode}"`}>${
    statusTag(status, status)}<div>${pageLink(context, entry, code)}${
    service && html` <a class="tag" href="${service}/index.html">${service}</a>`}</div><div>${
    html`<span class="title" dir="auto">${local(title, pageLanguage)}</span>`}${
    summary && html`<p class="dim" dir="auto">${summary}</p>`}</div><div class="more">${
    deprecated && html`<span class="tag s4">${labels.deprecated}</span>`}${
    retry !== 'none' && html`<span class="tag">${
      fill(labels.named, { name: labels.retryFilter, value: retryWord(context, problemType) })}</span>`}</div></li>
`
}

function retiredRows (context: Context): Html[] {
  const { labels, retired } = context
  return retired.map(({ slug, code, status, since }) =>
    html`<li class="row" id="${slug}" data-status="${status}" data-retry="none" data-area="${labels.retired}">${
    statusTag(status, status)}<div>${pageLink(context, { slug }, code)}</div><div class="dim">${
    fill(labels.retiredSince, { since })}</div></li>
`)
}

/** Hidden until the script shows them: without it they would do nothing. */
function filters (context: Context): Html {
  const { labels, entries } = context
  const statuses = countBy(entries.map(({ problemType }) => String(problemType.status)).sort())
  const classes = countBy([...statuses].flatMap(([status, count]) => Array<string>(count).fill(status.charAt(0))))
  const retries = countBy(entries.map(({ problemType }) => problemType.retry))
  const areas = countBy(entries.map((entry) => groupOf(context, entry)))
  const retryWords = { none: labels.never, idempotent: labels.idempotent, any: labels.always }
  return html`<form hidden role="search">
<label>${labels.search}<input type="search" name="q" placeholder="${labels.searchHint}" autocomplete="off"${
    html` spellcheck="false" aria-keyshortcuts="/"`}></label>
${select(labels, 'status', labels.status, [...optionsOf(classes, (name) => `${name}xx`), ...optionsOf(statuses)])}
${select(labels, 'retry', labels.retryFilter, optionsOf(retries, (retry) => retryWords[retry]))}
${select(labels, 'area', labels.area, optionsOf(areas))}
<output aria-live="polite" data-matches="${labels.matches}" data-nothing="${labels.nothing}"></output>
</form>`
}

type Option = readonly [value: string, text: string, count: number]

function optionsOf<T extends string> (counts: ReadonlyMap<T, number>, textOf: (value: T) => string = String): Option[] {
  return [...counts].map(([value, count]) => [value, textOf(value), count])
}

function select ({ any }: Context['labels'], name: string, label: string, options: readonly Option[]): Html {
  return html`<label>${label}<select name="${name}"><option value="">${any}</option>${
    options.map(([value, text, count]) => html`<option value="${value}">${text} (${count})</option>`)}</select></label>`
}

function countBy<T> (values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
