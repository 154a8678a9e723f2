/**
 * What names in code mean: whether one is about errors, and which status a constant such as `HttpStatus.NOT_FOUND` is.
 */
import { STATUS_CODES } from 'node:http'

const words = new Set([
  'error', 'errors', 'err', 'errs', 'exception', 'exceptions', 'problem', 'problems', 'failure', 'failures', 'fault',
  'faults', 'status', 'statuses', 'code', 'codes', 'http'
])

/** `errorCodes`, `ERR_STATUS`, `HttpProblem`; not `overrides` or `defaults`. */
export function isAboutErrors (name: string): boolean {
  return wordsOf(name).some((word) => words.has(word))
}

/** `errorCodes`, `MONGODB_ERROR_CODES`, `ERROR_CODES_BY_KEY`: a list of errors, with any values. */
export function listsErrors (name: string): boolean {
  const [last = ''] = wordsOf(name.replace(/_?by_?\w+$/i, '')).slice(-1)
  return namesErrors(name) && /^(?:errors?|errs?|codes?|exceptions?|problems?|failures?|faults?)$/.test(last)
}

/** Whether a word of it is that of errors: `errors.ts`, `pg-error-constants`. */
export function namesErrors (name: string): boolean {
  return wordsOf(name).some((word) => /^(?:errors?|errs?|exceptions?|problems?|failures?|faults?)$/.test(word))
}

/** `createError`, `AppError`, `fail`: a function or a class that makes an error. */
export function makesError (name: string): boolean {
  return wordsOf(name).some((word) => ['error', 'exception', 'problem', 'failure', 'fault', 'err'].includes(word))
}

function wordsOf (name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
}

const byReason = new Map(Object.entries(STATUS_CODES).map(([status, reason]) => [toKey(reason!), Number(status)]))
// Names of older RFCs, which libraries keep.
for (const [name, status] of [
  ['REQUESTTOOLONG', 413],
  ['REQUESTENTITYTOOLARGE', 413],
  ['PAYLOADTOOLARGE', 413],
  ['UNPROCESSABLEENTITY', 422],
  ['INTERNALERROR', 500],
  ['TIMEOUT', 408]
] as const) { byReason.set(name, status) }

/** `NOT_FOUND`, `HTTP_STATUS_CONFLICT`, `HTTP_404_NOT_FOUND`, `NotFound` → the status. */
export function statusOfName (name: string): number | undefined {
  return byReason.get(toKey(name.replace(/^(?:HTTP_)?(?:STATUS_)?(?:\d{3}_)?/, '')))
}

/** `NotFoundException`, `ConflictError` → the status, where a known library defines the class. */
export function statusOfClass (name: string): number | undefined {
  return statusOfName(name.replace(/(?:Http)?(?:Exception|Error)$/, ''))
}

function toKey (text: string): string {
  return text.replace(/[^A-Za-z]/g, '').toUpperCase()
}
