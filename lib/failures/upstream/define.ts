/**
 * `defineUpstream()`: calls to one other service, with its failures as problems of our catalog. Denies by default: a
 * failure that is not listed becomes a standard problem, and no text of the service reaches our clients. Does not know
 * Fastify.
 */
import { infoOf } from '../../catalog/info.js'
import { isProblemError } from '../../catalog/problem/index.js'
import type { ProblemError } from '../../catalog/problem/index.js'
import type { ProblemOptions } from '../../catalog/problem/occurrence.js'
import { cleanText } from '../../catalog/texts/template.js'
import type { AnyCatalog, ProblemType } from '../../catalog/definition.js'
import { causesOf } from '../causes.js'
import type { RecognizedFailure } from '../failure.js'
import { broken, timedOut } from '../outcome.js'
import { lookAt } from '../thrown.js'
import { toSeconds } from '../../http/retry-after.js'
import { member, textMember } from '../../json/untrusted.js'
import { foreignCodes, parsedBody, readFailureBody } from './body.js'
import { headerOf } from './header.js'
import { answeredRetryAfter, answeredStatus, statusFailure } from './response.js'
import { proofOf } from '../whose/proof.js'
import type { Judge } from '../thrown.js'
import { recognizeUpstream } from './index.js'
import { checkOptions, isCode, translatedCodes } from './options.js'
import type { UpstreamContract, UpstreamOptions } from './options.js'

/** The answer of a client: the `Response` of fetch, or an object with the same members. */
export interface UpstreamResponse {
  readonly status: number
  readonly headers: { get: (name: string) => string | null }
  readonly body?: unknown
}

/** Gives the response of a call, or throws a problem of the catalog and never another error. */
export type Upstream = <R extends UpstreamResponse>(call: R | PromiseLike<R>) => Promise<R>

/** The description that another service gave of its failure: the cause of a problem, logged and never sent. */
class UpstreamError extends Error {
  override readonly name = 'UpstreamError'
  constructor (message: string, readonly code: string | undefined, options?: ErrorOptions) {
    super(message, options)
  }
}

/** An error of a call to another service is that service's, also where a library made it. */
const ofService: Judge = (thrown) => {
  const proof = proofOf(thrown)
  const status = proof?.status ?? thrown.status
  return status === undefined
    ? undefined
    : { whose: 'service', by: 'statement', because: 'it came from a defined upstream', status }
}

/**
 * Describes another service that this one calls.
 *
 * @returns a function that is given the promise of a response
 * @throws {TypeError} for a code that is not in the catalog, that needs extension members, or that says `retry: 'any'`
 * @example
 * const payments = defineUpstream(catalog, {
 *   name: 'payments',
 *   codes: { card_declined: 'PAYMENT_DECLINED', 404: 'CUSTOMER_NOT_FOUND', timeout: 'PAYMENT_PENDING' }
 * })
 * const response = await payments(fetch(url, { signal: AbortSignal.timeout(2000) }))
 */
export function defineUpstream<
  const C extends AnyCatalog,
  const Contract extends UpstreamContract | undefined = undefined,
  const All extends boolean = false
> (catalog: C, options: UpstreamOptions<C, Contract, All>): Upstream {
  const { name, contract, codes, expose = false } = checkOptions(catalog, options as UpstreamOptions<C>)
  const { typeOfStandard, toOwn, upstreams } = infoOf(catalog)
  upstreams.set(name, { ...upstreams.get(name), ...translatedCodes(codes, contract) })
  const types = new Map(Object.entries(codes).map(([key, code]) => [key, (catalog as AnyCatalog)[code]!]))
  const byCode = (code: string) => (isCode(code) ? types.get(code) : undefined)
  const byKind: Readonly<Partial<Record<RecognizedFailure['code'], string>>> = {
    SERVICE_UNAVAILABLE: 'unavailable',
    EXTERNAL_SERVICE_TIMEOUT: 'timeout'
  }

  return async function callUpstream (call) {
    let response
    try {
      response = await call
    } catch (error) {
      throw await ensureProblem(toThrown(error))
    }
    const status = member(response, 'status')
    if (typeof status === 'number' && status >= 200 && status < 400) return response
    throw await ensureProblem(toAnswered(response, status))
  }

  /** The caller gets a problem also where a hostile value throws when it is read. */
  function ensureProblem (problem: Promise<unknown>): Promise<unknown> {
    return problem.catch((cause) => toProblem(broken, [], new UpstreamError(`${name} failed`, undefined, { cause })))
  }

  /** The call gave no response, or its client threw one. */
  async function toThrown (error: unknown): Promise<unknown> {
    if (isProblemError(error) && toOwn(error.problemType) !== undefined) return error
    const status = answeredStatus(lookAt(error, ofService))
    if (status === undefined) {
      return toProblem(behindFailure(error), [], new UpstreamError(`${name} failed`, undefined, { cause: error }))
    }
    const response = member(error, 'response')
    return toAnswered(response, status, answeredRetryAfter(error), error)
  }

  async function toAnswered (response: unknown, status: unknown, wait?: number, cause?: unknown): Promise<unknown> {
    const body = (await readFailureBody(response)) ?? parsedBody(response)
    const codes = foreignCodes(body)
    const failure = statusFailure(Number(status), wait ?? toSeconds(headerOf(response, 'retry-after')))
    const message = messageFor(status, codes[0], textMember(body, 'instance'))
    const error = new UpstreamError(
      message, codes[0] && cleanText(codes[0]), cause === undefined ? undefined : { cause }
    )
    return toProblem(failure, [...codes.filter((code) => byCode(code) !== undefined), String(status)], error)
  }

  function messageFor (status: unknown, code: string | undefined, instance: string | undefined): string {
    const parts = [`${name} answered ${String(status)}`, code, instance && `instance ${instance}`]
    return parts
      .filter((part) => part !== undefined)
      .map((part) => cleanText(part))
      .join(', ')
  }

  function toProblem (failure: RecognizedFailure, keys: readonly string[], cause: UpstreamError): unknown {
    const key = [...keys, byKind[failure.code] ?? 'otherwise'].find((one) => types.has(one))
    const problemType = key === undefined ? typeOfStandard(failure.code) : types.get(key)!
    const waits = problemType.status === 503 || problemType.status === 429
    return create(problemType, expose ? { service: name } : {}, {
      cause,
      retryAfter: waits ? failure.retryAfter : undefined
    })
  }
}

function create (problemType: ProblemType, extensions: object, options: ProblemOptions): unknown {
  const Type = problemType as unknown as new (extensions: object, options: ProblemOptions) => ProblemError
  return new Type(extensions, options)
}

/** Recognizes a failed call by itself or by its causes; any other failure has no answer that can be used. */
function behindFailure (error: unknown): RecognizedFailure {
  for (const one of [error, ...causesOf(error)]) {
    const failure = recognizeUpstream(lookAt(one))
    if (failure) return failure
  }
  return textMember(error, 'code') === 'FST_ERR_HANDLER_TIMEOUT' ? timedOut : broken
}
