/**
 * What a document says of codes → definitions, and a question for everything that a person has to decide.
 */
import { toCode } from '../../catalog/check.js'
import { cleanText } from '../../catalog/template.js'
import type { Definition } from '../../catalog/definition.js'
import { defaultBases, isStandard, withoutDefaults } from '../docs/defaults.js'
import type { ReadDocument, Sighting } from './document.js'
import { readRetry, readSeconds, readSentence } from './retry-hints.js'

/** Something that a person has to decide. */
export interface ImportQuestion {
  /** The code that it is about; absent where it is about the document. */
  readonly code?: string
  readonly text: string
}

export interface Merged {
  readonly definitions: Record<string, Definition>
  readonly questions: ImportQuestion[]
  /** What the document says a second time, in other words. */
  readonly notes: string[]
}

interface Entry { readonly code: string, readonly sightings: readonly Sighting[] }

/** @param prefix what all codes start with and shall lose, such as `ERR_` */
export function mergeSightings ({ sightings, hints }: ReadDocument, prefix = ''): Merged {
  const entries = new Map<string, Entry>()
  for (const sighting of sightings) {
    const code = toCode(sighting.spelling.startsWith(prefix) ? sighting.spelling.slice(prefix.length) : sighting.spelling)
    entries.set(code, { code, sightings: [...entries.get(code)?.sightings ?? [], sighting] })
  }
  const questions: ImportQuestion[] = []
  const definitions: Record<string, Definition> = {}
  for (const entry of entries.values()) {
    const ask = (text: string) => questions.push({ code: entry.code, text })
    const row = toDefinition(entry, hintsFor(entry, hints), ask)
    if (row) definitions[entry.code] = withoutDefaults(entry.code, row, defaultBases)
  }
  const repeated = [...entries.values()].filter(saysOtherwise).map(({ code }) => code)
  return { definitions, questions, notes: repeated.length > 0 ? [`Not read: another text for ${repeated.join(', ')}`] : [] }
}

function saysOtherwise ({ sightings: [first, ...others] }: Entry): boolean {
  return others.some(({ texts }) => Object.entries(texts).some(([column, text]) => {
    const before = first!.texts[column as keyof Sighting['texts']]
    return before !== undefined && before !== text
  }))
}

function hintsFor ({ code, sightings }: Entry, hints: ReadDocument['hints']): string[] {
  const names = new Set([code, ...sightings.map(({ spelling }) => spelling)])
  return hints.filter(({ codes }) => codes.some((name) => names.has(name))).map(({ text }) => text)
}

function toDefinition (entry: Entry, hints: readonly string[], ask: (text: string) => void): Definition | undefined {
  const { code, sightings } = entry
  if (!/^[A-Z]/.test(code)) ask(`'${sightings[0]!.spelling}' cannot be a code: it must start with a letter`)
  const status = toStatus(sightings, ask)
  if (status === undefined || !/^[A-Z]/.test(code)) return undefined
  const texts = Object.assign({}, ...sightings.toReversed().map((sighting) => sighting.texts)) as Sighting['texts']
  return {
    status,
    ...toTexts(code, texts),
    ...toLegacyCode(entry, texts, ask),
    ...toType(texts.type, ask),
    ...toRetry(texts, status, hints, ask)
  }
}

/** The first status that can be one, unless there is none. */
function toStatus (sightings: readonly Sighting[], ask: (text: string) => void): number | undefined {
  const all = [...new Set(sightings.flatMap(({ statuses }) => statuses))]
  const statuses = all.filter((status) => status >= 400)
  if (all.length === 0) ask('the document states no status: add one')
  else if (statuses.length === 0) ask(`the document states the status ${all.join(', ')}, and a problem has one from 400 to 599: choose one`)
  else if (all.length > 1) ask(`the document states the statuses ${all.join(' and ')}: a code has one; ${statuses[0]} was taken`)
  return statuses[0]
}

function toTexts (code: string, { title, description, guidance, action, area }: Sighting['texts']): Partial<Definition> {
  // A column 'Action' mostly holds sentences for humans.
  const isToken = action !== undefined && /^`?[a-z][a-z0-9]*(-[a-z0-9]+)*`?$/.test(action)
  const advice = guidance ?? (isToken ? undefined : action)
  return {
    ...(!(title === undefined && isStandard(code)) && { title: title ?? toWords(code) }),
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

/** What clients of today read: the spelling of the document, where it is another one. */
function toLegacyCode ({ code, sightings }: Entry, { legacyCode }: Sighting['texts'], ask: (text: string) => void): Partial<Definition> {
  const spellings = [...new Set(sightings.map(({ spelling }) => spelling))]
  if (spellings.length > 1) ask(`the document spells it ${spellings.join(' and ')}; legacyCode is the first that differs`)
  const stated = legacyCode?.replaceAll('`', '') ?? spellings.find((spelling) => spelling !== code)
  return stated === undefined ? {} : { legacyCode: stated }
}

function toType (text: string | undefined, ask: (text: string) => void): Partial<Definition> {
  if (text === undefined) return {}
  const [type] = text.replaceAll('`', '').split(' ')
  if (/^(?:[a-z][a-z0-9+.-]*:|\/)\S+$/i.test(type!)) return { type: type! }
  ask(`the document says '${text}' of its type, which is no URI`)
  return {}
}

function toRetry (texts: Sighting['texts'], status: number, hints: readonly string[], ask: (text: string) => void): Partial<Definition> {
  const stated = texts.retry === undefined ? {} : readRetry(texts.retry, status)
  const sentences = [texts.description, texts.guidance, texts.action, ...hints].filter((text) => text !== undefined)
  const read = sentences.map((text) => readSentence(text, status, stated.retry))
  const seconds = texts.retryAfter === undefined ? {} : { ...readSeconds(texts.retryAfter), ...readSeconds(`after ${texts.retryAfter}`) }
  if (texts.retryAfter !== undefined && !('retryAfter' in seconds)) ask(`'${texts.retryAfter}' is no number of seconds: state retryAfter`)
  for (const { question } of [stated, ...texts.retry === undefined ? read : []]) if (question !== undefined) ask(question)
  const retryAfter = [seconds, stated, ...read].find((hint) => hint.retryAfter !== undefined)?.retryAfter
  return { ...(stated.retry && { retry: stated.retry }), ...(retryAfter !== undefined && { retryAfter }) }
}

/** A question as one line: nothing of a document may end a comment, or forge a line of a terminal. */
export function toLine ({ code, text }: ImportQuestion): string {
  return `${code === undefined ? '' : `${code}: `}${cleanText(text.replaceAll('\n', ' '), 400)}`
}
