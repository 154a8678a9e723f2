/**
 * A problem that can be thrown, and the guards that recognise one.
 * Nothing here knows about Fastify or Node, so that server and client share it.
 */
import type { ProblemType } from '../definition.js'
import { checkInstance } from '../check/instance.js'
import { isThenable } from '../../json/promise.js'
import { detailOf, toSafeDetails } from './details.js'
import type { ProblemDetails } from './details.js'
import { keptOfConstants } from './occurrence.js'
import type { Problem, ProblemOptions } from './occurrence.js'
import { becomeStacklessError, defineReplaceable } from './stackless-error.js'

const brand = Symbol.for('fastify-problem-json.problem')

const noOptions: ProblemOptions = Object.freeze({})

/**
 * A problem that can be thrown. Its classes are the problem types of a catalog; this is their common base.
 *
 * It captures no stack (see stackless-error.ts), unless its type asks for one. `message` is the detail, rendered when
 * it is read.
 */
export class ProblemError<Code extends string = string, Extensions = Readonly<Record<string, unknown>>> {
  declare readonly name: string
  /** The constants of the type are on the prototype of its class: see ../define/problem-type.ts. */
  declare readonly problemType: ProblemType<Code>
  declare readonly code: Code
  declare readonly type: string
  declare readonly title: string
  declare readonly status: number
  /** The same as `status`, under the name that Fastify and its plugins read. */
  declare readonly statusCode: number
  declare readonly message: string
  declare readonly stack: string
  declare readonly extensions: Extensions
  declare readonly detail: string | undefined
  declare readonly retryAfter: number | undefined
  declare readonly headers: ProblemOptions['headers']
  declare readonly cause: unknown
  declare readonly instance: string | undefined

  /** @internal */
  constructor (extensions?: Extensions, options?: ProblemOptions) {
    const { detail, retryAfter, headers, cause, instance } = options ?? noOptions
    this.extensions = extensions ?? ({} as Extensions)
    this.detail = detail
    this.retryAfter = retryAfter
    this.headers = headers
    this.instance = instance === undefined ? undefined : checkInstance(instance)
    if (cause !== undefined) Object.defineProperty(this, 'cause', { value: cause, enumerable: false })
  }

  /** @internal See `ProblemClass`. */
  static unless (this: new (...args: never[]) => ProblemError, value: unknown, ...args: never[]): unknown {
    if (value === null || value === undefined) throw new this(...args)
    if (isThenable(value)) throw new TypeError(`${this.name}.unless() must be given a value, got a promise: await it`)
    return value
  }

  /** The wire form, without `instance` unless one was given: an occurrence gets its name when it is sent. */
  toJSON (): ProblemDetails<Code> {
    return toSafeDetails(this as unknown as Problem, this.instance) as unknown as ProblemDetails<Code>
  }
}

becomeStacklessError(ProblemError)
defineReplaceable(ProblemError.prototype, 'message', (error) => {
  const problem = error as unknown as ProblemError & Problem
  return detailOf(problem) ?? problem.problemType.title
})
Object.defineProperties(ProblemError.prototype, {
  name: { value: 'ProblemError', configurable: true, writable: true },
  [brand]: { value: true }
})

/** Whether a value is a problem that was thrown, from whichever copy of this package. Never throws. */
export function isProblemError (value: unknown): value is ProblemError & Problem {
  try {
    return (
      typeof value === 'object' &&
      value !== null &&
      brand in value &&
      typeof (value as unknown as Problem).problemType === 'function'
    )
  } catch {
    return false
  }
}

/** The same problem, safe to serialize: its JSON is the wire form, and `cause` is not enumerable. */
export function toSafeProblem (problem: Problem): Problem {
  if (isProblemError(problem)) return problem
  const { problemType, extensions, status, detail, retryAfter, headers, cause, instance } = problem
  // Constant extensions are shared, and what is made here belongs to the application.
  const own = keptOfConstants.has(extensions) ? { ...extensions } : extensions
  const safe = { problemType, extensions: own, status, detail, retryAfter, headers, instance }
  return Object.defineProperties(safe, {
    cause: { value: cause },
    toJSON: { value: () => toSafeDetails(problem, instance) }
  })
}
