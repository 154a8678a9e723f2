/**
 * Failed validation → `errors` of a VALIDATION_ERROR, with any of these validators: ajv (JSON Schema, JTD, `$async`,
 * ajv-errors), TypeBox, zod, valibot, Standard Schema, joi, yup. Knows only the shape of Fastify's errors.
 * No value of the request is copied. The texts are ours, except those that a schema's author wrote (ajv-errors).
 */
import type { ValidationItem, ValidationLocation } from '../../catalog/standard.js'
import { member } from '../../json/untrusted.js'
import type { Thrown } from '../thrown.js'
import { toFindings, type Finding } from './finding.js'
import { isFields, type Fields, type List } from './entry.js'
import { toItem } from './item.js'
import { readList } from './list.js'
import { quickItems } from './quick.js'
export { phraseOfItem, writeItems } from './item.js'

export interface ValidationLimits {
  /** The most items; `truncated` shows that others were left out. */
  maxErrors: number
  /** The request had no body: Fastify gives `null` to the validator, which then reports a wrong type. */
  bodyMissing?: boolean
}

export interface ValidationFailure {
  errors: ValidationItem[]
  truncated?: true
}

const locations: ReadonlyMap<unknown, ValidationLocation> = new Map([
  ['body', 'body'], ['querystring', 'query'], ['params', 'path'], ['headers', 'header'], ['cookies', 'cookie']
])

/**
 * The mistakes that a validator found in the request; `undefined` for another error, such as that of a validator that
 * threw, which has the same code and the status 500. Total: it never throws.
 * An item about the body has a `pointer`. Any other has a `name`, in which `/` joins the names of a nested value, and
 * which is absent where a part is wrong as a whole. The item of a missing or unknown member names that member.
 * @example recognizeValidation(lookAt(error), { maxErrors: 100 })
 * // { errors: [{ in: 'query', name: 'page', code: 'minimum', limit: 1, detail: 'must be >= 1' }] }
 */
export function recognizeValidation (thrown: Thrown, limits: ValidationLimits): ValidationFailure | undefined {
  try {
    return isFields(thrown.error) ? recognize(thrown, thrown.error, limits) : undefined
  } catch {
    return undefined
  }
}

function recognize (
  thrown: Thrown, error: Fields, limits: ValidationLimits
): ValidationFailure | undefined {
  const { code, status } = thrown
  if (status === undefined && thrown.className === 'RequestValidationError') return ofContract(error, limits)
  const location = locations.get(member(error, 'validationContext'))
  const isFastifys = code === 'FST_ERR_VALIDATION'
  const list = location || isFastifys || Array.isArray(member(error, 'validation')) ? findList(error) : undefined
  if (!list && !isFastifys) return undefined
  if (status !== undefined && status >= 500) return undefined
  // An error that only resembles Fastify's must state a 4xx; its place in the request is not guessed.
  if (!location) return status === undefined ? undefined : { errors: [] }
  if (location === 'body' && limits.bodyMissing) return { errors: [toItem('body', missingBody)] }
  return toFailure(location, list ?? [], limits.maxErrors)
}

/** The members in which ts-rest has a list for each part of the request. */
const contractParts: ReadonlyArray<readonly [string, ValidationLocation]> = [
  ['pathParams', 'path'], ['headers', 'header'], ['query', 'query'], ['body', 'body']
]

function ofContract (error: Fields, { maxErrors }: ValidationLimits): ValidationFailure | undefined {
  const failures = contractParts.flatMap(([part, location]) => {
    const list = listIn(member(error, part))
    return list === undefined ? [] : [toFailure(location, list, maxErrors)]
  })
  if (failures.length === 0) return undefined
  const errors = failures.flatMap((failure) => failure.errors)
  const isWhole = errors.length <= maxErrors && failures.every(({ truncated }) => truncated === undefined)
  return isWhole ? { errors } : { errors: errors.slice(0, maxErrors), truncated: true }
}

const missingBody: Finding = { pointer: '', code: 'required', says: { key: 'required' } }
const somethingWrong: Finding = { pointer: '', code: 'invalid', says: { key: 'invalid' } }

const nothing: List = { entries: [], complete: true }

/** The validator's list, if there is one: the error is the validator's, or Fastify's around it. */
function findList (error: Fields): readonly unknown[] | undefined {
  const validation = member(error, 'validation')
  if (Array.isArray(validation)) return validation
  // The error of ajv for an `$async` schema.
  if (validation === true) return listAt(error, 'errors')
  return listIn(error) ?? listIn(validation)
}

/** zod, valibot and Standard Schema have `issues`, joi has `details`, yup has `inner`. */
function listIn (holder: unknown): readonly unknown[] | undefined {
  return listAt(holder, 'issues') ?? listAt(holder, 'details') ?? yupList(holder)
}

/** yup stops at the first error by default; its error then describes that one itself. */
function yupList (holder: unknown): readonly unknown[] | undefined {
  const list = listAt(holder, 'inner')
  if (list?.length !== 0) return list
  return [{ type: member(holder, 'type'), path: member(holder, 'path'), params: member(holder, 'params') }]
}

function listAt (holder: unknown, name: string): readonly unknown[] | undefined {
  const list = member(holder, name)
  return Array.isArray(list) ? list : undefined
}

function toFailure (location: ValidationLocation, source: readonly unknown[], maxErrors: number): ValidationFailure {
  const items = tolerate(() => quickItems(location, source, maxErrors), undefined)
  return items === undefined ? readCarefully(location, source, maxErrors) : { errors: items }
}

function readCarefully (
  location: ValidationLocation, source: readonly unknown[], maxErrors: number
): ValidationFailure {
  const list = tolerate(() => readList(source), nothing)
  const errors: ValidationItem[] = []
  let last = somethingWrong
  for (const entry of list.entries) {
    // One finding more than there is room for shows that some are left out.
    const room = maxErrors - errors.length + 1
    for (const finding of tolerate(() => toFindings(entry, room), [somethingWrong])) {
      // TypeBox 0.34 also reports a wrong type for a missing member.
      if (last.code === 'required' && last.pointer === finding.pointer) continue
      if (errors.length === maxErrors) return { errors, truncated: true }
      errors.push(toItem(location, finding))
      last = finding
    }
  }
  if (errors.length === 0) errors.push(toItem(location, somethingWrong))
  return list.complete ? { errors } : { errors, truncated: true }
}

function tolerate<Result> (attempt: () => Result, otherwise: Result): Result {
  try {
    return attempt()
  } catch {
    return otherwise
  }
}
