/**
 * What becomes of a validator's list before a handler sees it.
 */
import type { FastifySchemaValidationError } from 'fastify'

/** A text about more errors than these is read by nobody; with `allErrors` there can be millions. */
const maxErrors = 100

/**
 * The Error that Fastify makes by default, with its text (about the first hundred errors), and without a stack: to capture
 * one costs more than the whole answer, and it would show Fastify's own code only.
 *
 * @param dataVar the part of the request: `body`, `querystring`, `params` or `headers`
 */
export function toSchemaError (errors: readonly FastifySchemaValidationError[], dataVar: string): Error {
  // A validator of one's own may give anything, and Fastify has nothing around this that catches.
  const texts = Array.from(errors).slice(0, maxErrors).map((error) => `${dataVar}${error?.instancePath || ''} ${error?.message}`)
  return new SchemaError(texts.join(', ')) as unknown as Error
}

/** An Error by its prototype: it does not run Error's constructor, which is what captures the stack. */
class SchemaError {
  declare readonly message: string

  constructor (message: string) {
    Object.defineProperty(this, 'message', { value: message, enumerable: false, writable: true, configurable: true })
  }

  get stack (): string { return `${(this as unknown as Error).name}: ${this.message}` }

  set stack (value: string) {
    Object.defineProperty(this, 'stack', { value, configurable: true, writable: true })
  }
}

Object.setPrototypeOf(SchemaError.prototype, Error.prototype)
