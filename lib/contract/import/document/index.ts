/**
 * Any Markdown document → what it states about codes. Nothing is decided here; what cannot be read is kept as a note.
 */
import { codeSpans, readLabel, toPlain } from '../../../markdown/tokens.js'
import type { Token } from '../../../markdown/tokens.js'
import { columnOf } from './table/columns.js'
import { deprecationOf } from './deprecated.js'
import { readEntry, statusAtStart, statusOfTitle } from './entry.js'
import type { Entry } from './entry.js'
import { readExample, readInline, readLines } from './examples.js'
import { isHeadingOfCode, isItemOfCode, isLineOfCode } from './introduces.js'
import { readLabelled, readPlainLabel, readStatusLine } from './labelled.js'
import { readTable } from './table/index.js'
import { enterSection, isAboutErrors, nearbyStatus, noteUnread, see, startWalk } from './walk.js'
import type { OpenSighting, Walk } from './walk.js'
import { likenessOf, statusesOf } from '../spelling.js'
import type { Reading } from '../sighting.js'

/** @param lineOf the line of the document that holds a text */
export function readDocument (tokens: readonly Token[], lineOf: Walk['lineOf'] = () => undefined): Reading {
  const walk = startWalk(lineOf)
  readTokens(tokens, walk)
  const { sightings, hints, unread, notes } = walk
  return { sightings, hints, unread, notes }
}

function readTokens (tokens: readonly Token[], walk: Walk): void {
  for (const token of tokens) {
    const read = Object.hasOwn(readers, token.type) ? readers[token.type] : undefined
    read?.(token, walk)
    if (!['space', 'paragraph', 'text', 'html'].includes(token.type)) walk.title = undefined
    if (!['space', 'code'].includes(token.type)) walk.example = undefined
  }
}

const readers: Readonly<Record<string, (token: Token, walk: Walk) => void>> = {
  heading: readHeading,
  table: readTable,
  paragraph: readParagraph,
  text: readParagraph,
  list: readList,
  blockquote: ({ tokens = [] }, walk) => readTokens(tokens, walk),
  code: readFence
}

function readHeading ({ depth = 1, tokens = [], raw }: Token, walk: Walk): void {
  walk.stated = undefined
  // `{#anchor}` of Docusaurus, Hugo and Kramdown.
  const text = toPlain(tokens).replace(/\s*\{[#.:][^{}]*\}\s*$/, '').trim()
  const entry = readEntry(text)
  if (entry && isHeadingOfCode(entry, walk)) {
    walk.sections = walk.sections.filter((section) => section.depth < depth)
    const [sighting] = seeEntry(entry, raw, walk, 'title')
    if (sighting) walk.current = { depth, sighting, label: undefined }
    return
  }
  if (walk.current && depth > walk.current.depth && statusOfTitle(text).length === 0) {
    walk.current.label = text === '' ? undefined : text
    return
  }
  walk.current = undefined
  enterSection(walk, { depth, text, statuses: statusOfTitle(text) })
}

/** @param field what the text behind the code is */
function seeEntry (entry: Entry, raw: string, walk: Walk, field: 'title' | 'description'): OpenSighting[] {
  const { spelling, others, text } = entry
  const statuses = entry.statuses.length > 0 || walk.stated === undefined ? entry.statuses : [walk.stated]
  walk.stated = undefined
  const meaning = text.replace(/^[[(](?:deprecated|legacy)[^)\]]*[)\]]\s*/i, '').replace(/^[\s:：–—|-]+/, '').trim()
  const texts = meaning === '' || /^[([].*[)\]]$/.test(meaning) ? {} : { [field]: meaning }
  return [{ spelling, status: undefined }, ...others].map((name) => {
    const deprecated = deprecationOf(raw, name.spelling)
    return see(walk, {
      spelling: name.spelling,
      statuses: name.status === undefined ? statuses : [name.status],
      texts,
      ...(deprecated !== undefined && { deprecated })
    })
  })
}

function readList ({ items = [] }: Token, walk: Walk): void {
  const { title } = walk
  for (const item of items) {
    readItem(item, walk)
    walk.title = title
  }
}

function readItem ({ tokens = [], raw }: Token, walk: Walk): void {
  const [first, ...nested] = tokens
  const inline = first && (first.type === 'text' || first.type === 'paragraph') ? first.tokens ?? [] : undefined
  if (!inline) return readTokens(tokens, walk)
  const labelled = readLabel(inline)
  const isField =
    walk.current && labelled && columnOf(labelled.label) !== undefined && likenessOf(labelled.label) !== 'constant'
  const entry = isField ? undefined : readEntry(toPlain(inline).trim())
  if (entry && isItemOfCode(entry, walk)) {
    const [sighting] = seeEntry(entry, first?.raw ?? '', walk, 'description')
    return sighting && within({ depth: 7, sighting, label: undefined }, nested, walk)
  }
  readOtherItem(inline, labelled, walk)
  readNested(toPlain(inline), nested, walk)
  if (raw === '') noteUnread(walk, 'an empty item', [])
}

/** Reads what belongs to a code, and then goes on where it was. */
function within (current: NonNullable<Walk['current']>, tokens: readonly Token[], walk: Walk): void {
  const outer = walk.current
  walk.current = current
  readTokens(tokens, walk)
  walk.current = outer
}

function readOtherItem (inline: readonly Token[], labelled: ReturnType<typeof readLabel>, walk: Walk): void {
  const { current } = walk
  const text = toPlain(inline).trim()
  for (const sighting of readInline(text, statusAtStart(text) ?? nearbyStatus(walk))) see(walk, sighting)
  const plain = labelled ?? readPlainLabel(inline)
  if (!current && plain && readLabelled(plain.label, plainOf(plain.rest), walk)) return
  if (!current) readHint(inline, walk)
  else if (plain) readText(plainOf(plain.rest), { ...current, label: plain.label }, walk)
  else readText(text, { ...current, label: current.label ?? 'a list' }, walk)
}

/** Below `404 Not Found` the codes of that status follow. */
function readNested (text: string, nested: readonly Token[], walk: Walk): void {
  if (nested.length === 0 || walk.current) return readTokens(nested, walk)
  const outer = walk.sections
  walk.sections = [...outer, { depth: 7, text, statuses: statusOfTitle(text) }]
  readTokens(nested, walk)
  walk.sections = outer
}

function plainOf (rest: string | readonly Token[]): string {
  return (typeof rest === 'string' ? rest : toPlain(rest)).trim()
}

function readParagraph ({ tokens = [], raw }: Token, walk: Walk): void {
  const entries = toPlain(tokens).split('\n').map((line) => readEntry(line.trim()))
  if (entries.length > 0 && entries.every((entry) => entry && isLineOfCode(entry, raw))) {
    const [sighting] = entries.flatMap((entry) => entry ? seeEntry(entry, raw, walk, 'description') : [])
    const isAlone = entries.length === 1 && entries[0]?.text === ''
    if (sighting && isAlone && (walk.current?.depth ?? 7) >= 7) walk.current = { depth: 7, sighting, label: undefined }
    return
  }
  const text = toPlain(tokens).trim()
  if (!readStatusLine(text, walk) && text.length < 160 && (/[:：]$/.test(text) || /^\*\*[^*]+\*\*$/.test(raw.trim()))) {
    walk.title = { text, statuses: statusOfTitle(text) }
  }
  const { current } = walk
  const labelled = readLabel(tokens) ?? readPlainLabel(tokens)
  const isCode = !current && labelled && readLabelled(labelled.label, plainOf(labelled.rest), walk)
  if (!current) return isCode === true ? undefined : readHint(tokens, walk)
  if (labelled) current.label = labelled.label
  const rest = labelled ? plainOf(labelled.rest) : text
  if (rest !== '') readText(rest, current, walk)
}

/** Text below the heading of a code: its description, or the field that its label names. */
function readText (text: string, { sighting, label }: NonNullable<Walk['current']>, walk: Walk): void {
  const [, line] =
    /^(?:HTTP[\s:/]*(?:status[\s:]*)?(?:code[\s:]*)?)?`?([45]\d\d)`?(?:\s+[A-Z][A-Za-z' -]*)?$/i.exec(text) ?? []
  const column = label === undefined ? line === undefined ? 'description' : 'status' : columnOf(label)
  if (column === 'status') addStatus(sighting, text)
  else if (column === undefined || column === 'code') noteUnread(walk, `'${label}'`, [sighting.spelling])
  else sighting.texts[column] = sighting.texts[column] === undefined ? text : `${sighting.texts[column]}\n${text}`
}

function addStatus (sighting: OpenSighting, text: string): void {
  const stated = sighting.evidence === 'nearby' ? [] : sighting.statuses
  Object.assign(sighting, { statuses: [...new Set([...stated, ...statusesOf(text)])], evidence: 'stated' })
}

/** An example below the heading of a code may state the status that its text does not. */
function readFence ({ text = '', lang = '' }: Token, walk: Walk): void {
  const { current } = walk
  const nearby = current ? undefined : nearbyStatus(walk)
  const lines = isAboutErrors(walk) ? readLines(text, lang) : []
  for (const sighting of lines) see(walk, sighting)
  const found = lines.length > 0 ? [] : readExample(text, lang.split(/\s/)[0] ?? '', nearby)
  const shown = found.map((sighting) => ({
    ...sighting,
    confirmed: sighting.confirmed === true || (nearby !== undefined && sighting.statuses.includes(nearby)),
    line: walk.lineOf(sighting.spelling)
  }))
  walk.sightings.push(...shown)
  walk.example = shown
}

function readHint (tokens: readonly Token[], { hints }: Walk): void {
  const codes = codeSpans(tokens)
  if (codes.length > 0) hints.push({ text: toPlain(tokens).trim(), codes })
}
