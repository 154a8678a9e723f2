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

/** Keyword → the parameter that its text depends on. */
const parameters: ReadonlyMap<unknown, 'limit' | 'type' | 'format' | undefined> = new Map([
  ['required', undefined], ['pattern', undefined],
  ['type', 'type'], ['format', 'format'],
  ['minimum', 'limit'], ['maximum', 'limit'], ['exclusiveMinimum', 'limit'], ['exclusiveMaximum', 'limit'],
  ['minLength', 'limit'], ['maxLength', 'limit'], ['minItems', 'limit'], ['maxItems', 'limit']
])

/** Bounds may come from the request (`$data`), so no more than these are remembered. */
const maxRules = 1000

/** Keyword → value of its parameter → the rule of an item. */
const rules = new Map<string, Map<unknown, Rule>>()
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
    const rule = isUsual(entry) ? ruleOf(entry) : undefined
    if (rule === undefined) return undefined
    const usual = entry as UsualEntry
    // A missing member needs no second item about its type.
    if (missing !== undefined && isAbout(usual, missing)) continue
    missing = usual.keyword === 'required' ? usual : undefined
    items.push(toItem(location, usual, rule))
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
  readonly keyword: string
  readonly instancePath: string
  readonly params: Fields
}

/** Whether an entry is ajv's: no other validator has all of these members, and none of those that must be absent. */
function isUsual (entry: unknown): entry is UsualEntry {
  if (!isFields(entry)) return false
  const { keyword, schemaPath, instancePath, params } = entry
  return (
    parameters.has(keyword) &&
    typeof schemaPath === 'string' &&
    typeof instancePath === 'string' &&
    isFields(params) &&
    entry.path === undefined &&
    entry.kind === undefined &&
    isPlain(params)
  )
}

/** Whether the parameters have none that change the meaning of the keyword in other validators. */
function isPlain (params: Fields): boolean {
  const { nullable, inclusive, origin, more, less, error } = params
  return (
    nullable === undefined &&
    inclusive === undefined &&
    origin === undefined &&
    more === undefined &&
    less === undefined &&
    error === undefined
  )
}

function ruleOf ({ keyword, params }: UsualEntry): Rule | undefined {
  if (keyword === 'required' && typeof params.missingProperty !== 'string') return undefined
  const name = parameters.get(keyword)
  const value = name === undefined ? undefined : params[name]
  return rules.get(keyword)?.get(value) ?? createRule(keyword, name, value)
}

function createRule (keyword: string, name: string | undefined, value: unknown): Rule | undefined {
  if (name !== undefined && !(name === 'limit' ? Number.isFinite(value) : isShortText(value))) return undefined
  const params = name === undefined ? { missingProperty: '' } : { [name]: value }
  const entry = { raw: {}, keyword, params, schemaPath: '', foldPath: '', instancePath: '' }
  const { code, limit, says } = toFindings(entry, 1)[0]!
  if (typeof says === 'string') return undefined
  const rule: Rule = { code, limit, says, detail: inEnglish(says) }
  return remember(keyword, value, { ...rule, json: writeRule(rule) })
}

function isShortText (value: unknown): boolean {
  return typeof value === 'string' && value.length <= 32
}

function remember (keyword: string, value: unknown, rule: Rule): Rule {
  if (count >= maxRules) return rule
  count++
  const known = rules.get(keyword) ?? new Map<unknown, Rule>()
  rules.set(keyword, known.set(value, rule))
  return rule
}
