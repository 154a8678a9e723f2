/**
 * The page of one code, and of a retired one, as HTML.
 */
import type { Context } from '../context.js'
import { toCase, toCurl } from '../example.js'
import { exampleInstance } from '../../catalog/example.js'
import { blocks, fill, html, inline, jsonMarkup, languageOf, link, list, local } from './escape.js'
import type { Html, Value } from './escape.js'
import { renderLayout } from './layout.js'
import type { Entry, RetiredEntry } from '../model.js'
import { codeLink, codeLinks, statusTag } from './parts.js'
import { waitOf } from '../wait.js'

export function renderPage (context: Context, entry: Entry): string {
  const { problemType: { code, status }, reason, title, slug } = entry
  const main = html`<div class="two"><div>
<p class="kind">${statusTag(status, `${status} ${reason}`)} <span class="code">${code}</span></p>
<h1 dir="auto">${local(title, context.pageLanguage)}</h1>
${deprecation(context, entry)}
${entry.description && html`<div class="lead">${blocks(entry.description, context.pageLanguage)}</div>`}
${causes(context, entry)}
${guidance(context, entry)}
${retry(context, entry)}
${members(context, entry)}
${headers(context, entry)}
${example(context, entry)}
${client(context, entry)}
${operations(context, entry)}
${help(context)}
</div>
${facts(context, entry)}
</div>`
  return renderLayout(context, { title: `${code} · ${title.text}`, name: slug, home: false, main })
}

function causes ({ labels, pageLanguage }: Context, { causes }: Entry): Html | undefined {
  return causes && html`<h2>${labels.causes}</h2>
${list(causes.text, languageOf(causes.language, pageLanguage))}`
}

/** What to do, and where the documentation of the service explains it. */
function guidance (
  { labels, pageLanguage }: Context, { guidance, problemType: { documentation } }: Entry
): Html | undefined {
  if (guidance === undefined && documentation === undefined) return undefined
  return html`<h2>${labels.guidance}</h2>
${guidance && html`<div class="do">${blocks(guidance, pageLanguage)}</div>`}
${documentation && html`<p>${link(documentation, labels.documentation)}</p>`}`
}

function help ({ labels, support }: Context): Html | undefined {
  if (support === undefined) return undefined
  const contact = link(support.includes('://') ? support : `mailto:${support}`, support.replace(/^https?:\/\//, ''))
  return html`<h2>${labels.help}</h2>
<p>${fill(labels.support, { contact, instance: html`<code>${exampleInstance}</code>` })}</p>`
}

export function renderRetiredPage (context: Context, retired: RetiredEntry): string {
  const { labels } = context
  const { code, since, slug, status, reason, type, replacedBy } = retired
  const replacement = replacedBy && fill(labels.replacement, { code: codeLink(context, replacedBy) })
  const main = html`<p class="kind">${
    statusTag(status, `${status} ${reason}`)} <span class="tag">${labels.retired}</span></p>
<h1>${code}</h1>
<p class="note">${fill(labels.retiredSince, { since })} ${replacement}</p>
<dl>${fact(labels.type, html`<code>${type}</code>`)}</dl>`
  return renderLayout(context, { title: `${code} · ${labels.retired}`, name: slug, home: false, main })
}

function deprecation (context: Context, { problemType: { deprecated } }: Entry): Html | undefined {
  if (deprecated === undefined) return undefined
  const { since, sunset, replacedBy } = deprecated
  const { labels } = context
  return html`<p class="note"><strong>${fill(labels.deprecatedSince, { since })}</strong> ${
    sunset && fill(labels.sunset, { sunset })} ${
    replacedBy !== null && fill(labels.replacement, { code: codeLink(context, replacedBy) })}</p>`
}

function retry ({ labels, pageLanguage }: Context, { problemType }: Entry): Html {
  const { retry, retryAfter } = problemType
  const rule = { none: labels.retryNone, idempotent: labels.retryIdempotent, any: labels.retryAny }[retry]
  const wait = retryAfter === undefined ? labels.backOff : labels.after
  return html`<h2>${labels.retry}</h2>
<p>${inline(rule)} ${retry !== 'none' && fill(wait, waitOf(retryAfter, pageLanguage))}</p>
${retry === 'idempotent' && html`<table><tbody><tr><td>${inline(labels.safe)}</td><td>${
    html`<span class="tag ok">${labels.yes}</span>`}</td></tr>
<tr><td>${inline(labels.unsafe)}</td><td><span class="tag s5">${labels.no}</span></td></tr></tbody></table>`}`
}

function members ({ labels }: Context, { members }: Entry): Html | undefined {
  if (members.length === 0) return undefined
  const rows = members.map(({ path, type, required, description }) => html`<tr>${nameCell(path,
    !required && html` <span class="dim">${labels.optional}</span>`)}<td><code>${type}</code></td><td dir="auto">${
    description && inline(description)}</td></tr>`)
  const heads = [labels.member, labels.memberType, labels.memberMeaning].map((label) => html`<th>${label}</th>`)
  return html`<h2>${labels.members}</h2>
${table(labels.members, html`<thead><tr>${heads}</tr></thead>
<tbody>${rows}</tbody>`)}`
}

/** A name that is longer than this breaks where it must; a shorter one never does. */
const longName = 24

function nameCell (name: string, more?: Value): Html {
  return html`<td${name.length > longName && html` class="long"`}><code>${name}</code>${more}</td>`
}

/** It can be wider than the page, so that the keyboard must reach it to scroll. */
function table (label: string, content: Html): Html {
  return html`<div class="wide" tabindex="0" role="region" aria-label="${label}"><table>${content}</table></div>`
}

function headers ({ labels }: Context, { problemType }: Entry): Html | undefined {
  const { headers, retryAfter } = problemType
  const all = Object.entries({ ...headers, ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }) })
  if (all.length === 0) return undefined
  const rows = all.map(([name, value]) => html`<tr>${nameCell(name)}<td><code>${value}</code></td></tr>`)
  return html`<h2>${labels.headers}</h2>
${table(labels.headers, html`<tbody>${rows}</tbody>`)}`
}

function example ({ labels }: Context, { problemType: { status }, reason, example }: Entry): Html {
  return html`<h2>${labels.example}</h2>
${figure(labels.example, `HTTP/1.1 ${status} ${reason}`, jsonMarkup(example))}`
}

function client ({ labels }: Context, { problemType }: Entry): Html {
  const curl = toCurl(problemType)
  return html`<h2>${labels.client}</h2>
${figure(labels.client, 'TypeScript', toCase(problemType))}
${curl && html`<h2>${labels.curl}</h2>
${figure(labels.curl, 'curl', curl, problemType.type.startsWith('/'))}`}`
}

/** The block can be wider than the page, so that the keyboard must reach it to scroll. */
function figure (label: string, caption: string, text: Value, relative = false): Html {
  return html`<figure><figcaption>${caption}</figcaption><pre tabindex="0" role="region" aria-label="${label}"${
    relative && html` data-relative`}>${text}</pre></figure>`
}

function operations ({ labels }: Context, { operations }: Entry): Html | undefined {
  if (operations.length === 0) return undefined
  const items = operations.map(({ method, url, summary }) => html`<li><code>${method} ${url}</code>${
    summary && html` <span class="dim">${summary}</span>`}</li>`)
  return html`<h2>${labels.operations}</h2>
<ul>${items}</ul>`
}

/** The fields that the page does not show elsewhere. */
function facts (context: Context, { problemType, refinedBy }: Entry): Html {
  const { labels } = context
  const { type, action, area, refines, replaces, legacyCode } = problemType
  return html`<aside class="facts" aria-label="${labels.facts}"><dl>
${fact(labels.type, html`<code>${type}</code>`)}
${fact(labels.area, area)}
${fact(labels.action, action && html`<code>${action}</code>`)}
${fact(labels.refines, refines && codeLink(context, refines))}
${fact(labels.refinedBy, refinedBy.length > 0 && codeLinks(context, refinedBy))}
${fact(labels.replaces, replaces.length > 0 && codeLinks(context, replaces))}
${fact(labels.legacyCode, legacyCode && html`<code>${legacyCode}</code>`)}
</dl></aside>`
}

function fact (name: string, value: Value): Html | undefined {
  return value ? html`<dt>${name}</dt><dd>${value}</dd>` : undefined
}
