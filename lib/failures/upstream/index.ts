/**
 * Another service failed: 502, 503 or 504 by kind, whichever client noticed. By code and shape; nothing is imported.
 * The upstream's own status, headers and words stay here.
 */
import type { RecognizedFailure } from '../failure.js'
import { broken, busy, timedOut, tripped, unavailable } from '../outcome.js'
import { answeredRetryAfter, answeredStatus, awsFailure, statusFailure } from './response.js'
import { networkFailure } from './network.js'
import { byNames, lookAt, tableOf } from '../thrown.js'
import type { Thrown } from '../thrown.js'
import { hasAny, member, textMember } from '../../json/untrusted.js'

/** Codes that a client's own error classes use, beside the network's. */
export const byClientCode = tableOf<RecognizedFailure>([
  [tripped, 'EOPENBREAKER ESHUTDOWN'],
  [busy, 'ESEMLOCKED'],
  [timedOut, `FST_REPLY_FROM_TIMEOUT FST_REPLY_FROM_HTTP_REQUEST_TIMEOUT FST_REPLY_FROM_HTTP2_REQUEST_TIMEOUT
    FST_REPLY_FROM_HTTP2_SESSION_TIMEOUT FST_REPLY_FROM_GATEWAY_TIMEOUT`],
  [unavailable, 'FST_REPLY_FROM_SERVICE_UNAVAILABLE'],
  [broken, 'FST_REPLY_FROM_BAD_GATEWAY']
])

/** Codes that other code may use as well: they count where the error also carries a client's request. */
export const byMarkedCode = tableOf<RecognizedFailure>([
  [broken, `ERR_BAD_RESPONSE ERR_BAD_REQUEST ERR_FR_TOO_MANY_REDIRECTS ERR_NETWORK ERR_NON_2XX_3XX_RESPONSE
    ERR_BODY_PARSE_FAILURE ERR_READING_RESPONSE_STREAM ERR_TOO_MANY_REDIRECTS ERR_GOT_REQUEST_ERROR`],
  [timedOut, 'ERR_CANCELED ERR_ABORTED']
])

const clientMarks = ['config', 'options', 'request', 'response']

/** AbortError: somebody gave up waiting. That the client is gone was ruled out before. */
export const byName = tableOf<RecognizedFailure>([
  [timedOut, 'TimeoutError AbortError CanceledError'],
  [broken, 'FetchError HTTPParserError CredentialsProviderError']
])

/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html; every other status is an answer that cannot be used. */
export const byGrpcStatus: ReadonlyMap<number, RecognizedFailure> = new Map([
  [1, timedOut], [4, timedOut], [8, unavailable], [14, unavailable]
])

export const byBreakerFlag: ReadonlyArray<readonly [flag: string, RecognizedFailure]> = [
  ['isBrokenCircuitError', tripped], ['isBulkheadRejectedError', busy], ['isTaskCancelledError', timedOut]
]

/** Judges one error, without its causes, except where a client hides everything there. */
export function recognizeUpstream (thrown: Thrown): RecognizedFailure | undefined {
  if (typeof thrown.error !== 'object' || thrown.error === null) return undefined
  return byResponse(thrown) ?? byCode(thrown) ?? byWord(thrown) ?? byWrapper(thrown) ??
    (thrown.verdict?.whose === 'service' ? broken : undefined)
}

function byResponse (thrown: Thrown): RecognizedFailure | undefined {
  const aws = awsFailure(thrown)
  if (aws) return aws
  const status = answeredStatus(thrown)
  // An answer of success says nothing about the failure: its body may have stalled, broken off, or been unreadable.
  return status === undefined || status < 400 ? undefined : statusFailure(status, answeredRetryAfter(thrown.error))
}

function byCode ({ error, code }: Thrown): RecognizedFailure | undefined {
  if (typeof code === 'number') return grpcFailure(error, code)
  if (typeof code !== 'string') return undefined
  const failure = networkFailure(code) ?? byClientCode.get(code)
  if (failure) return failure
  if (code === 'FST_REPLY_FROM_INTERNAL_SERVER_ERROR') {
    return recognizeUpstream(lookAt(member(error, 'cause'))) ?? broken
  }
  const marked = byMarkedCode.get(code)
  return marked && hasAny(error, clientMarks) ? marked : undefined
}

/** Numbers collide with those of other libraries: a gRPC error also has its details and metadata. */
function grpcFailure (error: unknown, code: number): RecognizedFailure | undefined {
  if (textMember(error, 'details') === undefined || typeof member(error, 'metadata') !== 'object') return undefined
  return Number.isInteger(code) && code >= 1 && code <= 16 ? byGrpcStatus.get(code) ?? broken : undefined
}

function byWord (thrown: Thrown): RecognizedFailure | undefined {
  return byNames(byName, thrown) ?? byBreakerFlag.find(([flag]) => member(thrown.error, flag) === true)?.[1]
}

/** What fetch says of a request that can never work: the program is wrong, not the upstream. */
const ownMistakes = new Set(['bad port', 'unknown scheme', 'invalid method', 'URL scheme must be a HTTP(S) scheme'])

export const fetchMessages: readonly string[] = ['fetch failed', 'terminated']

/** fetch gives nothing but a text, and the reason as the cause. */
export function recognizeUpstreamMessage ({ error, message }: Thrown): RecognizedFailure | undefined {
  if (!fetchMessages.includes(message)) return undefined
  const cause = lookAt(member(error, 'cause'))
  return ownMistakes.has(cause.message) ? undefined : recognizeUpstream(cause) ?? broken
}

/** An answer of a client may also be one of success. */
function byWrapper (thrown: Thrown): RecognizedFailure | undefined {
  const failure = recognizeUpstreamMessage(thrown)
  if (failure) return failure
  const { error } = thrown
  const response = member(error, 'response')
  const hasAnswer = typeof member(response, 'status') === 'number' || typeof member(response, 'statusCode') === 'number'
  return hasAnswer || isUnparsed(error) ? broken : undefined
}

/** superagent puts the answer that it could not read on the SyntaxError itself. */
function isUnparsed (error: unknown): boolean {
  return typeof member(error, 'rawResponse') === 'string' && typeof member(error, 'statusCode') === 'number'
}
