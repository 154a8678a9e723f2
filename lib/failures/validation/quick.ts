/**
 * Reads the usual keywords of JSON Schema quickly, as ajv reports them: the part of an item that depends on the schema
 * only is made once. Any other entry is read carefully, by list.ts and finding.ts, and both give the same items.
 */
import type { ValidationItem, ValidationLocation } from '../../catalog/standard.js'
import { escapeToken, headOf, toMemberFragment } from '../../json/pointer.js'
import { inEnglish } from './english.js'
import { maxName, toFindings } from './finding.js'
import { isFields, type Fields } from './entry.js'
import { createBodyItem, createItem, writeRule, type Rule } from './item.js'

interface Keyword {
  /** The parameter that the text of an item depends on. */
  readonly parameter: 'limit' | 'type' | 'format' | undefined
  /** Value of that parameter → the rule of an item. */
  readonly rules: Map<unknown, Rule>
}

const keywords: ReadonlyMap<unknown, Keyword> = new Map(([
  [undefined, ['required', 'pattern']],
  ['type', ['type']],
  ['format', ['format']],
  ['limit', [
    'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minLength', 'maxLength', 'minItems', 'maxItems'
  ]]
] as const).flatMap(([parameter, names]) => names.map((name) => [name, { parameter, rules: new Map() }] as const)))

/** Bounds may come from the request (`$data`), so no more than these are remembered. */
const maxRules = 1000
let count = 0

/**
 * The items of a list; `undefined` where it has more than `most` entries, or one that must be read carefully. It throws
 * where reading the list throws.
 */
export function quickItems (
  location: ValidationLocation, source: readonly unknown[], most: number
): ValidationItem[] | undefined {
  if (source.length > most) return undefined
  const items: ValidationItem[] = []
  let missing: UsualEntry | undefined
  for (let index = 0; index < source.length; index++) {
    const entry = source[index]
    if (!isUsual(entry)) return undefined
    const rule = ruleOf(entry)
    if (rule === undefined) return undefined
    // A missing member needs no second item about its type.
    if (missing !== undefined && isAbout(entry, missing)) continue
    missing = entry.keyword === 'required' ? entry : undefined
    items.push(toItem(location, entry, rule))
  }
  return items.length === 0 ? undefined : items
}

function toItem (
  location: ValidationLocation, { keyword, instancePath, params }: UsualEntry, rule: Rule
): ValidationItem {
  if (keyword !== 'required') return createItem(location, headOf(instancePath), rule)
  const name = params.missingProperty as string
  if (location === 'body') return createBodyItem(toMemberFragment(instancePath, name), rule)
  return createItem(location, `${headOf(instancePath)}/${escapeToken(name.slice(0, maxName))}`, rule)
}

/** Whether an entry is about the member that is missing. */
function isAbout (
  { keyword, instancePath, params }: UsualEntry, { instancePath: object, params: { missingProperty } }: UsualEntry
): boolean {
  if (keyword === 'required') return instancePath === object && params.missingProperty === missingProperty
  return instancePath.length > object.length && instancePath === `${object}/${escapeToken(missingProperty as string)}`
}

interface UsualEntry {
  readonly keyword: unknown
  readonly instancePath: string
  readonly params: Fields
}

/**
 * Whether an entry is ajv's: no other validator has all of these members, and none of those that must be absent. The
 * parameters may have none that change the meaning of the keyword in other validators.
 */
function isUsual (entry: unknown): entry is UsualEntry {
  if (!isFields(entry)) return false
  const { schemaPath, instancePath, params, path, kind } = entry
  if (typeof schemaPath !== 'string' || typeof instancePath !== 'string' || path !== undefined || kind !== undefined) {
    return false
  }
  if (!isFields(params)) return false
  const { nullable, inclusive, origin, more, less, error } = params
  return nullable === undefined && inclusive === undefined && origin === undefined && more === undefined &&
    less === undefined && error === undefined
}

/** The rule of an entry; `undefined` where it is not about a usual keyword. */
function ruleOf ({ keyword, params }: UsualEntry): Rule | undefined {
  const known = keywords.get(keyword)
  if (known === undefined || (keyword === 'required' && typeof params.missingProperty !== 'string')) return undefined
  const { parameter, rules } = known
  const value = parameter === undefined ? undefined : params[parameter]
  return rules.get(value) ?? createRule(keyword as string, known, value)
}

function createRule (keyword: string, { parameter, rules }: Keyword, value: unknown): Rule | undefined {
  const isLimit = parameter === 'limit'
  if (parameter !== undefined && !(isLimit ? Number.isFinite(value) : isShortText(value))) return undefined
  const params = parameter === undefined ? { missingProperty: '' } : { [parameter]: value }
  const entry = { raw: {}, keyword, params, schemaPath: '', foldPath: '', instancePath: '' }
  const { code, limit, says } = toFindings(entry, 1)[0]!
  if (typeof says === 'string') return undefined
  const plain: Rule = { code, limit, says, detail: inEnglish(says) }
  const rule = { ...plain, json: writeRule(plain) }
  if (count < maxRules) {
    count++
    rules.set(value, rule)
  }
  return rule
}

function isShortText (value: unknown): boolean {
  return typeof value === 'string' && value.length <= 32
}
