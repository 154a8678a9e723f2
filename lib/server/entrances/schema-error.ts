/**
 * A validator's list → the Error that Fastify throws.
 */
import type { FastifySchemaValidationError } from 'fastify'
import { becomeStacklessError } from '../../catalog/stackless-error.js'

/** Nobody reads a text about more errors; with `allErrors` there can be millions. */
const maxErrors = 100

/**
 * The Error that Fastify makes by default, with its text (about the first hundred errors), and without a stack: to capture
 * one costs more than the whole answer, and it would show Fastify's own code only.
 *
 * @param dataVar the part of the request: `body`, `querystring`, `params` or `headers`
 */
export function toSchemaError (errors: readonly FastifySchemaValidationError[], dataVar: string): Error {
  // A custom validator may give anything, and Fastify does not catch what is thrown here.
  const texts = Array.from(errors).slice(0, maxErrors).map((error) => `${dataVar}${error?.instancePath || ''} ${error?.message}`)
  return new SchemaError(texts.join(', ')) as unknown as Error
}

class SchemaError {
  declare readonly message: string

  constructor (message: string) {
    Object.defineProperty(this, 'message', { value: message, enumerable: false, writable: true, configurable: true })
  }
}

becomeStacklessError(SchemaError)
