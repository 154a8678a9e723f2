/**
 * The index and the pages as JSON, for programs. Members without a value are left out.
 */
import type { Context } from './context.js'
import type { Entry, RetiredEntry } from './model.js'

export function renderJsonIndex ({ title, language, entries, retired }: Context): string {
  return stringify({ title, language, problems: entries.map(toJson), retired: retired.map(toRetiredJson) })
}

export function renderJsonPage (entry: Entry): string {
  return stringify(toJson(entry))
}

export function renderRetiredJson (retired: RetiredEntry): string {
  return stringify(toRetiredJson(retired))
}

function toJson ({
  service,
  problemType,
  title,
  description,
  guidance,
  causes,
  detail,
  refinedBy,
  example,
  operations
}: Entry): object {
  const {
    code,
    type,
    status,
    action,
    area,
    retry,
    retryAfter,
    headers,
    extensions,
    refines,
    replaces,
    legacyCode,
    deprecated
  } = problemType
  return {
    service,
    code,
    type,
    status,
    title: title.text,
    description: description?.text,
    guidance: guidance?.text,
    causes: causes?.text,
    documentation: problemType.documentation,
    action,
    area,
    retry,
    retryAfter,
    detail: orNothing(detail),
    extensions,
    headers: Object.keys(headers).length > 0 ? headers : undefined,
    refines,
    refinedBy: orNothing(refinedBy),
    replaces: orNothing(replaces),
    legacyCode,
    deprecated,
    operations: orNothing(operations.map(({ method, url, summary }) => ({ method, url, summary }))),
    example
  }
}

function toRetiredJson ({ code, type, status, since, replacedBy }: RetiredEntry): object {
  return { code, type, status, retired: { since, replacedBy } }
}

function orNothing<T> (list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined
}

function stringify (value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
