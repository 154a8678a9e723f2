/**
 * One item of `errors`: its place, the rule that is broken, and the text.
 */
import type { Phrase } from '../../catalog/texts/language-texts.js'
import type { ValidationItem, ValidationLocation } from '../../catalog/standard.js'
import { cleanText } from '../../catalog/texts/template.js'
import { headOf, parsePointer, toFragment } from '../../json/pointer.js'
import { isObject } from '../../json/record.js'
import { escape } from '../../json/text.js'
import { inEnglish } from './english.js'
import type { Finding } from './finding.js'

export function toItem (location: ValidationLocation, { pointer, code, limit, says }: Finding): ValidationItem {
  if (typeof says === 'string') return createItem(location, pointer, { code, limit, detail: says })
  return createItem(location, pointer, { code, limit, detail: inEnglish(says), says })
}

/** The part of an item that does not depend on its place. */
export interface Rule extends Pick<ValidationItem, 'code' | 'detail'> {
  readonly limit?: number | undefined
  /** Absent where the schema's author wrote the text. */
  readonly says?: Phrase | undefined
  /** The rest of the item's JSON after its place, where it is made once for many items. */
  readonly json?: string
}

/** The JSON of an item behind its place, with the members in the order of the schema. */
export function writeRule ({ code, limit, detail }: Rule): string {
  return `,${JSON.stringify({ code, limit, detail }).slice(1)}`
}

/** @param pointer a plain pointer into the part of the request */
export function createItem (location: ValidationLocation, pointer: string, rule: Rule): ValidationItem {
  if (location === 'body') return createBodyItem(toFragment(pointer), rule)
  return stamp({ in: location, ...nameOf(pointer), code: rule.code, detail: rule.detail }, rule)
}

/** @param pointer the URI-fragment form */
export function createBodyItem (pointer: string, rule: Rule): ValidationItem {
  return stamp({ in: 'body', pointer, code: rule.code, detail: rule.detail }, rule)
}

function stamp (item: ValidationItem, rule: Rule): ValidationItem {
  if (rule.limit !== undefined) item.limit = rule.limit
  if (rule.says !== undefined) new Stamp(item, rule) // eslint-disable-line no-new
  return item
}

function nameOf (pointer: string): Pick<ValidationItem, 'name'> {
  const name = cleanText((parsePointer(headOf(pointer)) ?? []).join('/'))
  return name === '' ? {} : { name }
}

/** The phrase of an item of `errors`; `undefined` where its text is not this package's. */
export function phraseOfItem (item: object): Phrase | undefined {
  return Stamp.ruleOf(item)?.says
}

/** The JSON of a list of items, in the order of their schema; `undefined` where the application made or changed one. */
export function writeItems (items: readonly ValidationItem[]): string | undefined {
  let text = ''
  for (const item of items) {
    const rule = isObject(item) ? Stamp.unchangedRule(item) : undefined
    if (rule?.json === undefined) return undefined
    // Few pieces are joined: each stays an object until the text is sent.
    text += (text === '' ? '[{"in":"' : ',{"in":"') + writePlace(item) + rule.json
  }
  return text === '' ? undefined : text + ']'
}

function writePlace ({ in: location, pointer, name }: ValidationItem): string {
  // A fragment has no character that JSON escapes, and a search for one would copy it.
  if (pointer !== undefined) {
    return location === 'body' ? `body","pointer":"${pointer}"` : `${location}","pointer":"${escape(pointer)}"`
  }
  return name === undefined ? `${location}"` : `${location}","name":"${escape(name)}"`
}

class Returned {
  constructor (object: object) { return object }
}

/**
 * Puts the rule on an item as a private field, for other languages and for the writer: it is not among the members of
 * the item. A WeakMap would do the same, but costs more than all other work for an item.
 */
class Stamp extends Returned {
  readonly #rule: Rule
  readonly #place: string | undefined

  constructor (item: ValidationItem, rule: Rule) {
    super(item)
    this.#rule = rule
    this.#place = item.pointer ?? item.name
  }

  static ruleOf (item: object): Rule | undefined {
    return #rule in item ? item.#rule : undefined
  }

  /** The rule of an item whose members are those that it was made with. */
  static unchangedRule (item: ValidationItem): Rule | undefined {
    if (!(#rule in item)) return undefined
    const rule = item.#rule
    const { pointer, name, code, detail, limit } = item
    const isSame = (pointer ?? name) === item.#place && (pointer === undefined || name === undefined) &&
      code === rule.code && detail === rule.detail && limit === rule.limit && locations.has(item.in)
    return isSame ? rule : undefined
  }
}

const locations: ReadonlySet<unknown> = new Set<ValidationLocation>(['body', 'query', 'path', 'header', 'cookie'])
