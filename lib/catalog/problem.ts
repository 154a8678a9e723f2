/**
 * A problem: one occurrence of a problem type, as a throwable and in its wire form (RFC 9457 §3).
 * Nothing here knows about Fastify or Node, so that server and client share it.
 */
import type { Filter } from './extensions/filter.js'
import type { Definition, ProblemType } from './definition.js'
import { checkInstance } from './check/instance.js'
import { isThenable } from '../json/promise.js'
import { becomeStacklessError, defineReplaceable } from './stackless-error.js'
import type { Retry } from './status.js'

/** The wire form: the members of the format, and beside them the extension members. */
export interface ProblemDetails<Code extends string = string> {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: Code
  /** What went wrong this time, for a person to read. Clients must not parse it. */
  readonly detail?: string
  /** Names this occurrence; the log has the same value. */
  readonly instance?: string
  /** Which requests may be repeated; absent where none may. */
  readonly retry?: Exclude<Retry, 'none'>
  /** Seconds to wait before the request is repeated. */
  readonly retryAfter?: number
  readonly action?: string
  /** The general code of which this one is a special case. */
  readonly refines?: string
  /** What the client should do, where the catalog puts it on the wire. */
  readonly guidance?: string
}

/** What one occurrence may add to its type, beside its extension members. */
export interface ProblemOptions {
  /** Replaces the text that the template gives. */
  detail?: string | undefined
  /** Seconds until the request may be repeated. */
  retryAfter?: number | undefined
  /** Response headers of this occurrence; they win over those of the type. */
  headers?: Readonly<Record<string, string | readonly string[]>> | undefined
  /** What led to it. Logged, never sent. */
  cause?: unknown
  /**
   * Names this occurrence (RFC 9457 §3.1.5): a URI. It is public, and must be another one each time.
   *
   * @default `urn:uuid:…`
   */
  instance?: string | undefined
}

/** One occurrence, before it is written. A `ProblemError` is one; `reply.problem()` makes one without an Error. */
export interface Problem extends ProblemOptions {
  readonly problemType: ProblemType
  readonly extensions: Readonly<Record<string, unknown>>
  /** The status that the application chose, where the type has another. */
  readonly status?: number | undefined
}

/** What is compiled once per problem type. */
export interface ProblemTypeParts {
  renderDetail: (extensions: Readonly<Record<string, unknown>>) => string | undefined
  filter: Filter
  /** The extensions that a failure of the general kind does not bring. */
  fill: Definition['fill']
}

const brand = Symbol.for('fastify-problem-json.problem')
const parts = Symbol.for('fastify-problem-json.parts')

const noOptions: ProblemOptions = Object.freeze({})

/**
 * A problem that can be thrown. Its classes are the problem types of a catalog; this is their common base.
 *
 * It captures no stack (see stackless-error.ts), unless its type says so. `message` is the detail, made when it is
 * read.
 */
export class ProblemError<Code extends string = string, Extensions = Readonly<Record<string, unknown>>> {
  declare readonly name: string
  /** What an occurrence says of its type stands on the prototype of its class: see problem-type.ts. */
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

  /** The wire form, without `instance` where it has none of its own: an occurrence gets its name when it is sent. */
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

/** Gives a class what is compiled for it; `problem-type.ts` calls it once per problem type. */
export function setParts (problemType: ProblemType, compiled: ProblemTypeParts): void {
  Object.defineProperty(problemType, parts, { value: compiled })
}

export function partsOf (problemType: ProblemType): ProblemTypeParts {
  return (problemType as unknown as { [parts]: ProblemTypeParts })[parts]
}

/** The text that was given for this occurrence. A blank one, such as the message of an empty error, is none. */
export function givenDetail ({ detail }: { readonly detail?: string | undefined }): string | undefined {
  return typeof detail === 'string' && detail.trim() !== '' ? detail : undefined
}

/** The text of this occurrence: its own, else the template's. */
export function detailOf (problem: Problem): string | undefined {
  return givenDetail(problem) ?? partsOf(problem.problemType).renderDetail(problem.extensions)
}

/** Seconds to wait, in whole seconds and rounded up (RFC 9110 §10.2.3); the type's where this occurrence says none. */
export function retryAfterOf (problem: Problem): number | undefined {
  const { retryAfter } = problem
  if (typeof retryAfter === 'number' && retryAfter >= 0 && retryAfter <= maxRetryAfter) return Math.ceil(retryAfter)
  return problem.problemType.retryAfter
}

const maxRetryAfter = 2 ** 31

/** What of an occurrence is there for people. */
export interface ProblemTexts {
  readonly title: string
  readonly detail: string | undefined
  /** Where it is in another language than the catalog's. */
  readonly guidance?: string | undefined
}

/** The wire form as an object, with the texts of the catalog unless others are given. */
export function toDetails (
  problem: Problem, instance?: string, texts?: ProblemTexts
): ProblemDetails & Record<string, unknown> {
  const { problemType } = problem
  const { type, code, retry, action, refines, wire } = problemType
  const { title, detail } = texts ?? { title: problemType.title, detail: detailOf(problem) }
  const retryAfter = retryAfterOf(problem)
  return {
    type,
    title,
    status: problem.status ?? problemType.status,
    code,
    ...(detail !== undefined && { detail }),
    ...(instance !== undefined && { instance }),
    ...(retry !== 'none' && { retry }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(action !== undefined && { action }),
    ...(refines !== undefined && { refines }),
    ...(wire.includes('guidance') && { guidance: texts?.guidance ?? problemType.guidance! }),
    ...(partsOf(problemType).filter.pick(problem.extensions) as Record<string, unknown>)
  }
}

/** Total: without the extensions where they cannot be read. */
function toSafeDetails (problem: Problem, instance: string | undefined): ReturnType<typeof toDetails> {
  try {
    return toDetails(problem, instance)
  } catch {
    return toDetails({ problemType: problem.problemType, extensions: {} }, instance)
  }
}

/** The same problem, safe to serialise: its JSON is the wire form, and nobody who lists its members finds the cause. */
export function toSafeProblem (problem: Problem): Problem {
  if (isProblemError(problem)) return problem
  const { problemType, extensions, status, detail, retryAfter, headers, cause, instance } = problem
  const safe = { problemType, extensions, status, detail, retryAfter, headers, instance }
  return Object.defineProperties(safe, {
    cause: { value: cause },
    toJSON: { value: () => toSafeDetails(problem, instance) }
  })
}
