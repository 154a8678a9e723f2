/**
 * A validator's list → the Error that Fastify throws.
 */
import type { FastifySchemaValidationError } from 'fastify'
import { becomeStacklessError, defineReplaceable } from '../../catalog/problem/stackless-error.js'

/** The most errors in the text; with `allErrors` there can be millions. */
const maxErrors = 100

/**
 * The Error that Fastify makes by default, with its text (about the first hundred errors), but without a stack: a stack
 * costs more than the whole answer, and would show only Fastify's code.
 *
 * @param dataVar the part of the request: `body`, `querystring`, `params` or `headers`
 */
export function toSchemaError (errors: readonly FastifySchemaValidationError[], dataVar: string): Error {
  return new SchemaError(errors, dataVar) as unknown as Error
}

class SchemaError {
  readonly #errors: unknown
  readonly #dataVar: string

  constructor (errors: unknown, dataVar: string) {
    this.#errors = errors
    this.#dataVar = dataVar
  }

  /** Made on demand. A custom validator may give any value. */
  static textOf (error: object): string {
    if (!(#errors in error)) return ''
    try {
      const errors = Array.from(error.#errors as readonly FastifySchemaValidationError[]).slice(0, maxErrors)
      return errors.map((one) => `${error.#dataVar}${one?.instancePath || ''} ${one?.message}`).join(', ')
    } catch {
      return `${error.#dataVar} is invalid`
    }
  }
}

becomeStacklessError(SchemaError)
defineReplaceable(SchemaError.prototype, 'message', (error) => SchemaError.textOf(error))
