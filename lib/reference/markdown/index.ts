/**
 * The index and the pages as Markdown, for terminals and for programs that read text.
 */
import { exampleInstance } from '../../catalog/example.js'
import { toCodeSpan, toCodeCell } from '../../markdown/text.js'
import type { Context } from '../context.js'
import { toCase, toCurl } from '../example.js'
import type { Entry, Operation, RetiredEntry } from '../model.js'
import { retryWord } from '../html/parts.js'
import { waitOf } from '../wait.js'
import { blocks, cell, code as asCode, fence, join, list, oneLine, table, text, word } from './parts.js'

export function renderMarkdownIndex (context: Context): string {
  const { title, labels, entries, retired } = context
  return join([
    `# ${text(title)}`,
    table(
      [labels.code, labels.status, labels.meaning, labels.retryFilter],
      entries.map((entry) => {
        const { problemType } = entry
        return [
          pageLink(entry.slug, problemType.code) + (entry.service === undefined ? '' : ` (${text(entry.service)})`),
          String(problemType.status),
          cell(entry.title.text),
          retryWord(context, problemType)
        ]
      })
    ),
    retired.length > 0 && `## ${labels.retired}`,
    retired.length > 0 &&
      list(
        retired.map(
          ({ code, slug, since }) => `${pageLink(slug, code)}: ${fillText(labels.retiredSince, { since: word(since) })}`
        )
      )
  ])
}

export function renderMarkdownPage (context: Context, entry: Entry): string {
  const { labels } = context
  const { problemType, reason, title, description, guidance, causes, members, example, operations } = entry
  const {
    code,
    status,
    type,
    retry,
    retryAfter,
    deprecated,
    documentation,
    action,
    area,
    refines,
    replaces,
    legacyCode,
    headers
  } = problemType
  const wait = waitOf(retryAfter, context.pageLanguage)
  const mayRepeat = { none: labels.retryNone, idempotent: labels.retryIdempotent, any: labels.retryAny }[retry]
  const curl = toCurl(problemType)
  const links = (codes: readonly string[]) => codes.map((one) => link(context, one)).join(', ')
  const named = (name: string, value: string) => fillText(labels.named, { name, value })
  return join([
    `# ${code}`,
    `**${status} ${reason}** · ${text(title.text)}`,
    deprecated &&
      `> ${fillText(labels.deprecatedSince, { since: word(deprecated.since) })}${
        deprecated.sunset ? ` ${fillText(labels.sunset, { sunset: deprecated.sunset })}` : ''
      }${
        deprecated.replacedBy === null
          ? ''
          : ` ${fillText(labels.replacement, { code: link(context, deprecated.replacedBy) })}`
      }`,
    description && `## ${labels.meaning}\n\n${blocks(description)}`,
    causes && `## ${labels.causes}\n\n${list(causes.text.map(text))}`,
    (guidance || documentation) && `## ${labels.guidance}`,
    guidance && blocks(guidance),
    documentation && `[${text(labels.documentation)}](${documentation})`,
    `## ${labels.retry}\n\n${mayRepeat}${
      retry === 'none'
        ? ''
        : ` ${fillText(retryAfter === undefined ? labels.backOff : labels.after, wait)}`
    }`,
    retry === 'idempotent' && list([named(labels.safe, labels.yes), named(labels.unsafe, labels.no)]),
    members.length > 0 && `## ${labels.members}`,
    members.length > 0 &&
      table(
        [labels.member, labels.memberType, labels.memberMeaning],
        members.map((member) => [
          toCodeCell(oneLine(member.path)),
          toCodeCell(oneLine(member.type)) + (member.required ? '' : `, ${labels.optional}`),
          cell(member.description ?? '')
        ])
      ),
    `## ${labels.example}\n\n${fence('json', JSON.stringify(example, null, 2))}`,
    `## ${labels.client}\n\n${fence('ts', toCase(problemType))}`,
    curl && `## ${labels.curl}\n\n${fence('sh', curl)}`,
    operations.length > 0 &&
      `## ${labels.operations}\n\n${list(operations.map(operationItem))}`,
    support(context),
    `## ${labels.facts}`,
    list([
      named(labels.type, asCode(type)),
      area && named(labels.area, text(area)),
      action && named(labels.action, asCode(action)),
      ...Object.entries(headers).map(([name, value]) => named(labels.headers, asCode(`${name}: ${value}`))),
      refines && named(labels.refines, links([refines])),
      entry.refinedBy.length > 0 && named(labels.refinedBy, links(entry.refinedBy)),
      replaces.length > 0 && named(labels.replaces, links(replaces)),
      legacyCode && named(labels.legacyCode, asCode(legacyCode))
    ])
  ])
}

export function renderRetiredMarkdown (
  context: Context, { code, status, reason, since, type, replacedBy }: RetiredEntry
): string {
  const { labels } = context
  const replacement =
    replacedBy === undefined ? '' : ` ${fillText(labels.replacement, { code: link(context, replacedBy) })}`
  return join([
    `# ${code}`,
    `**${status} ${reason}** · ${labels.retired}`,
    `> ${fillText(labels.retiredSince, { since: word(since) })}${replacement}`,
    list([fillText(labels.named, { name: labels.type, value: asCode(type) })])
  ])
}

function operationItem ({ method, url, summary }: Operation): string {
  return asCode(`${method} ${url}`) + (summary ? ` ${text(summary)}` : '')
}

/** Pages lie beside each other, so that a link needs no address. What the catalog lacks has no page. */
function link ({ slugs }: Context, code: string): string {
  const slug = slugs.get(code)
  return slug === undefined ? asCode(code) : pageLink(slug, code)
}

function pageLink (slug: string, code: string): string {
  return `[${asCode(code)}](${slug}.md)`
}

function fillText (label: string, values: Readonly<Record<string, string>>): string {
  return label.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!)
}

/** Whom to ask, and what to quote. */
function support ({ labels, support }: Context): string | undefined {
  if (support === undefined) return undefined
  const contact = support.includes('://') ? `<${support}>` : `[${text(support)}](mailto:${support})`
  return `## ${labels.help}\n\n${fillText(labels.support, { contact, instance: toCodeSpan(exampleInstance) })}`
}
