/**
 * Keywords of one value: another format is another meaning; a bound may be tightened, and a relaxed one is reported.
 */
import { isSame } from '../../json/canonical.js'
import type { Json, JsonObject } from '../../json/canonical.js'
import type { SchemaChange } from './findings.js'
import type { RuleName } from '../rules/index.js'

const formats = ['format', 'contentEncoding', 'contentMediaType']

export function compareFormats (base: JsonObject, head: JsonObject, path: string): SchemaChange[] {
  return formats.filter((keyword) => base[keyword] !== head[keyword]).map((keyword) => {
    const [before, after] = [base[keyword], head[keyword]]
    return { rule: before === undefined ? 'extension-type-narrowed' : 'extension-format-changed', path, before, after }
  })
}

type Judge = (before: Json, after: Json) => RuleName

const relaxedIf = (test: (before: Json, after: Json) => boolean): Judge =>
  (before, after) => test(before, after) ? 'extension-bound-relaxed' : 'extension-bound-tightened'
const numeric =
  (test: (before: number, after: number) => boolean): Judge =>
    (before, after) =>
      typeof before === 'number' && typeof after === 'number'
        ? relaxedIf(() => test(before, after))(before, after)
        : 'extension-undecidable'
const upper = numeric((before, after) => after > before)
const lower = numeric((before, after) => after < before)

const bounds: Readonly<Record<string, Judge>> = {
  maximum: upper,
  exclusiveMaximum: upper,
  maxLength: upper,
  maxItems: upper,
  maxProperties: upper,
  minimum: lower,
  exclusiveMinimum: lower,
  minLength: lower,
  minItems: lower,
  minProperties: lower,
  multipleOf: numeric((before, after) => after % before !== 0),
  uniqueItems: relaxedIf((before) => before === true),
  pattern: () => 'extension-undecidable'
}

export function compareBounds (base: JsonObject, head: JsonObject, path: string): SchemaChange[] {
  return Object.entries(bounds).filter(([keyword]) => !isSame(base[keyword], head[keyword])).map(([keyword, judge]) => {
    const [before, after] = [base[keyword], head[keyword]]
    return { rule: ruleOf(judge, before, after), path: `${path}(${keyword})`, before, after }
  })
}

function ruleOf (judge: Judge, before: Json | undefined, after: Json | undefined): RuleName {
  if (before === undefined) return 'extension-bound-tightened'
  return after === undefined ? 'extension-bound-relaxed' : judge(before, after)
}
