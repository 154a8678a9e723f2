/**
 * What documents and sources state about codes → definitions, and a question for all that a person has to decide.
 */
import { toCode } from '../../catalog/code.js'
import { cleanText } from '../../catalog/texts/template.js'
import type { Definition, Texts } from '../../catalog/definition.js'
import { defaultBases, withoutDefaults } from '../docs/defaults.js'
import { isStandardCode } from '../../catalog/standard.js'
import { readRetry, readSeconds, readSentence } from './retry-hints.js'
import type { Ask, Entry, Reading, Sighting } from './sighting.js'
import { toStatus } from './status.js'

/** Something that a person has to decide. */
export interface ImportQuestion {
  /** The code that it is about; absent where it is about the document. */
  readonly code?: string
  readonly text: string
}

export interface Naming {
  /** A prefix to remove from all codes, such as `ERR_`. */
  readonly strip: string
  /** The prefix of a code that is a number. */
  readonly numeric: string
}

export interface Merged {
  readonly definitions: Record<string, Definition>
  /** Codes without a status, with all that is known of them. */
  readonly undecided: Record<string, Definition>
  /** Language tag → code → texts. */
  readonly locales: Record<string, Record<string, Texts>>
  readonly questions: ImportQuestion[]
  /** Texts that another place states in other words. */
  readonly notes: string[]
}

/** All sightings of each code, in the order in which they come. */
export function groupByCode (sightings: readonly Sighting[], naming: Naming): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  for (const sighting of sightings) {
    const code = nameOf(sighting.spelling, naming)
    entries.set(code, { code, sightings: [...entries.get(code)?.sightings ?? [], sighting] })
  }
  return entries
}

function nameOf (spelling: string, { strip, numeric }: Naming): string {
  const rest = spelling.startsWith(strip) ? spelling.slice(strip.length) : spelling
  const name = /^-?\d/.test(spelling) ? `${numeric}${rest.replace('-', '')}` : rest
  return /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(name) ? name : toCode(name)
}

export function mergeSightings ({ sightings, hints }: Reading, naming: Naming): Merged {
  const entries = groupByCode(sightings, naming)
  const merged: Merged = { definitions: {}, undecided: {}, locales: {}, questions: [], notes: [] }
  for (const entry of entries.values()) mergeEntry(entry, hintsFor(entry, hints), [...entries.values()], merged)
  const repeated = [...entries.values()].filter(saysOtherwise).map(({ code }) => code)
  if (repeated.length > 0) merged.notes.push(`Not read: another text for ${repeated.join(', ')}`)
  return merged
}

function mergeEntry (
  entry: Entry, hints: readonly string[], entries: readonly Entry[],
  { definitions, undecided, locales, questions }: Merged
): void {
  const { code, sightings } = entry
  const ask: Ask = (text) => questions.push({ code, text })
  if (!/^[A-Z]/.test(code)) return ask(`'${sightings[0]?.spelling}' cannot be a code: it must start with a letter`)
  const status = toStatus(entry, ask)
  const isShownOnly = status !== undefined && isExampleOnly(entry) && entries.some((other) => !isExampleOnly(other))
  if (isShownOnly) ask(`only an example shows it, with ${status}: add it where it is sent`)
  const row = toDefinition(entry, status, hints, ask)
  if (status === undefined) undecided[code] = row
  else if (isShownOnly) undecided[code] = { ...row, status }
  else definitions[code] = withoutDefaults(code, { ...row, status }, defaultBases)
  for (const [tag, texts] of Object.entries(
    Object.assign({}, ...sightings.toReversed().map((sighting) => sighting.locales)) as Record<string, Texts>
  )) {
    if (Object.hasOwn(definitions, code)) locales[tag] = { ...locales[tag], [code]: texts }
  }
}

function saysOtherwise ({ sightings: [first, ...others] }: Entry): boolean {
  return others.some(({ texts }) => Object.entries(texts).some(([column, text]) => {
    const before = first?.texts[column as keyof Sighting['texts']]
    return before !== undefined && before !== text && column !== 'area'
  }))
}

function hintsFor ({ code, sightings }: Entry, hints: Reading['hints']): string[] {
  const names = new Set([code, ...sightings.map(({ spelling }) => spelling)])
  return hints.filter(({ codes }) => codes.some((name) => names.has(name))).map(({ text }) => text)
}

/** A placeholder of an example must not become a code where the document lists its codes elsewhere. */
function isExampleOnly ({ sightings }: Entry): boolean {
  return sightings.every(({ evidence, confirmed }) => evidence === 'example' && confirmed !== true)
}

function toDefinition (entry: Entry, status: number | undefined, hints: readonly string[], ask: Ask): Definition {
  const { code, sightings } = entry
  const texts = Object.assign({}, ...sightings.toReversed().map((sighting) => sighting.texts)) as Sighting['texts']
  askForDeprecation(entry, ask)
  return {
    ...toTexts(code, texts),
    ...toLegacyCode(entry, texts, ask),
    ...toType(texts.type, ask),
    ...status !== undefined && toRetry(texts, status, hints, ask)
  }
}

function askForDeprecation ({ sightings }: Entry, ask: Ask): void {
  const mark = sightings.find(({ deprecated }) => deprecated !== undefined)?.deprecated
  if (mark !== undefined) ask(`it is marked as deprecated (${mark}): state deprecated: { since, sunset, replacedBy }`)
}

function toTexts (
  code: string, { title, description, guidance, action, area }: Sighting['texts']
): Partial<Definition> {
  // A column 'Action' mostly holds sentences for humans.
  const isToken = action !== undefined && /^`?[a-z][a-z0-9]*(-[a-z0-9]+)*`?$/.test(action)
  const advice = guidance ?? (isToken ? undefined : action)
  return {
    ...(!(title === undefined && isStandardCode(code)) && { title: title ?? toWords(code) }),
    ...(description !== undefined && { description }),
    ...(advice !== undefined && { guidance: advice }),
    ...(isToken && { action: action.replaceAll('`', '') }),
    ...(area !== undefined && { area })
  }
}

/** `ORDER_NOT_FOUND` → `Order not found`. */
function toWords (code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The spelling that clients read today, where it differs from the code. */
function toLegacyCode ({ code, sightings }: Entry, { legacyCode }: Sighting['texts'], ask: Ask): Partial<Definition> {
  const spellings = [...new Set(sightings.map(({ spelling }) => spelling))]
  if (spellings.length > 1) ask(`it is spelt ${spellings.join(' and ')}; legacyCode is the first that differs`)
  const stated = legacyCode?.replaceAll('`', '') ?? spellings.find((spelling) => spelling !== code)
  return stated === undefined ? {} : { legacyCode: stated }
}

function toType (text: string | undefined, ask: Ask): Partial<Definition> {
  if (text === undefined) return {}
  const [type = ''] = text.replaceAll('`', '').split(' ')
  if (/^(?:[a-z][a-z0-9+.-]*:|\/)\S+$/i.test(type)) return { type }
  ask(`the document states '${text}' as its type, which is not a URI`)
  return {}
}

function toRetry (texts: Sighting['texts'], status: number, hints: readonly string[], ask: Ask): Partial<Definition> {
  const stated = texts.retry === undefined ? {} : readRetry(texts.retry, status)
  const sentences = [texts.description, texts.guidance, texts.action, ...hints].filter((text) => text !== undefined)
  const read = sentences.map((text) => readSentence(text, status, stated.retry))
  const seconds =
    texts.retryAfter === undefined
      ? {}
      : { ...readSeconds(texts.retryAfter), ...readSeconds(`after ${texts.retryAfter}`) }
  if (texts.retryAfter !== undefined && !('retryAfter' in seconds)) {
    ask(`'${texts.retryAfter}' is not a number of seconds: state retryAfter`)
  }
  for (const { question } of [stated, ...(texts.retry === undefined ? read : [])]) {
    if (question !== undefined) ask(question)
  }
  const retryAfter = [seconds, stated, ...read].find((hint) => hint.retryAfter !== undefined)?.retryAfter
  return { ...(stated.retry && { retry: stated.retry }), ...(retryAfter !== undefined && { retryAfter }) }
}

/** A question as one line: nothing of a document may end a comment, or forge a line of a terminal. */
export function toLine ({ code, text }: ImportQuestion): string {
  return `${code === undefined ? '' : `${code}: `}${cleanText(text.replaceAll('\n', ' '), 400)}`
}
