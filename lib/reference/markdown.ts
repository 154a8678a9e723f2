/**
 * The index and the pages as Markdown, for terminals and for programs that read text.
 */
import { exampleInstance } from '../catalog/example.js'
import type { LocalText } from '../catalog/texts/language.js'
import { cleanText } from '../catalog/texts/template.js'
import { toCode, toCodeCell, toInline } from '../markdown/text.js'
import type { Context } from './context.js'
import { toCase, toCurl } from './example.js'
import type { Entry, RetiredEntry } from './model.js'
import { retryWord } from './html/parts.js'
import { parseBlocks, parseInline } from './text.js'
import { waitOf } from './wait.js'

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
  const mayRepeat = { none: labels.retryNone, idempotent: labels.retryIdempotent, any: labels.retryAny }[retry]
  const curl = toCurl(problemType)
  const links = (codes: readonly string[]) => codes.map((one) => link(context, one)).join(', ')
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
        : ' ' +
          `${fillText(retryAfter === undefined ? labels.backOff : labels.after, waitOf(retryAfter, context.pageLanguage))}`
    }`,
    retry === 'idempotent' && list([`${labels.safe}: ${labels.yes}`, `${labels.unsafe}: ${labels.no}`]),
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
      `## ${labels.operations}\n\n${list(operations.map(({ method, url, summary }) => code_(`${method} ${url}`) + (summary ? ` ${text(summary)}` : '')))}`,
    support(context),
    `## ${labels.facts}`,
    list([
      `${labels.type}: ${code_(type)}`,
      area && `${labels.area}: ${text(area)}`,
      action && `${labels.action}: ${code_(action)}`,
      ...Object.entries(headers).map(([name, value]) => `${labels.headers}: ${code_(`${name}: ${value}`)}`),
      refines && `${labels.refines}: ${links([refines])}`,
      entry.refinedBy.length > 0 && `${labels.refinedBy}: ${links(entry.refinedBy)}`,
      replaces.length > 0 && `${labels.replaces}: ${links(replaces)}`,
      legacyCode && `${labels.legacyCode}: ${code_(legacyCode)}`
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
    list([`${labels.type}: ${code_(type)}`])
  ])
}

type Part = string | false | undefined

function join (parts: readonly Part[]): string {
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function list (items: readonly Part[]): string {
  return items.filter(Boolean).map((item) => `- ${item}`).join('\n')
}

function table (head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Pages lie beside each other, so that a link needs no address. What the catalog lacks has no page. */
function link ({ slugs }: Context, code: string): string {
  const slug = slugs.get(code)
  return slug === undefined ? code_(code) : pageLink(slug, code)
}

function pageLink (slug: string, code: string): string {
  return `[${code_(code)}](${slug}.md)`
}

function fillText (label: string, values: Readonly<Record<string, string>>): string {
  return label.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!)
}

/** Whom to ask, and what to quote. */
function support ({ labels, support }: Context): string | undefined {
  if (support === undefined) return undefined
  const contact = support.includes('://') ? `<${support}>` : `[${text(support)}](mailto:${support})`
  return `## ${labels.help}\n\n${fillText(labels.support, { contact, instance: toCode(exampleInstance) })}`
}

/** A text of the catalog: its paragraphs and lists. */
function blocks ({ text: value }: LocalText): string {
  return parseBlocks(value).map((block) => {
    if (block.kind === 'paragraph') return text(block.text)
    return block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${text(item)}`).join('\n')
  }).join('\n\n')
}

// No text has them: they take the place of code and links while all else is escaped.
const placeholder = /\ue000(\d+)\ue001/g

/** One line of a text of the catalog, in which nothing but its code and its links means something. */
function text (value: string): string {
  const marked: string[] = []
  const line = parseInline(oneLine(value)).map((piece) => {
    if (typeof piece === 'string') return piece
    const markdown = 'code' in piece ? toCode(piece.code) : `[${toInline(piece.text)}](${piece.href})`
    return `\ue000${marked.push(markdown) - 1}\ue001`
  }).join('')
  return toInline(line).replace(placeholder, (_, index: string) => marked[Number(index)]!)
}

/** A text within a line, where a number starts no list. */
function word (value: string): string {
  return text(value).replace(/^(\d+)\\/, '$1')
}

function cell (value: string): string {
  return text(value).replace(/(\\*)\|/g, (pipe, backslashes: string) =>
    backslashes.length % 2 === 1 ? pipe : `${backslashes}\\|`
  )
}

function code_ (value: string): string {
  return toCode(oneLine(value))
}

function fence (language: string, value: string): string {
  return `~~~~${language}\n${value.split('\n').map((line) => cleanText(line, Infinity)).join('\n')}\n~~~~`
}

function oneLine (value: string): string {
  return cleanText(value.replace(/\s+/g, ' ').replace(/[\ue000\ue001]/g, ''), Infinity).trim()
}
