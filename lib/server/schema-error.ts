/**
 * What becomes of a validator's list before a handler sees it.
 */
import type { FastifySchemaValidationError } from 'fastify'

/** A text about more errors than these is read by nobody; with `allErrors` there can be millions. */
const maxErrors = 100

/**
 * The Error that Fastify makes by default, with the same text, and without a stack: to capture one costs more than the
 * whole answer, and it would show Fastify's own code only.
 *
 * @param dataVar the part of the request: `body`, `querystring`, `params` or `headers`
 */
export function toSchemaError (errors: readonly FastifySchemaValidationError[], dataVar: string): Error {
  const texts = errors.slice(0, maxErrors).map(({ instancePath, message }) => `${dataVar}${instancePath || ''} ${message}`)
  return new SchemaError(texts.join(', ')) as unknown as Error
}

/** An Error by its prototype: it does not run Error's constructor, which is what captures the stack. */
class SchemaError {
  declare readonly message: string

  constructor (message: string) {
    Object.defineProperty(this, 'message', { value: message, enumerable: false, writable: true, configurable: true })
  }

  get stack (): string { return `Error: ${this.message}` }
}

Object.setPrototypeOf(SchemaError.prototype, Error.prototype)
