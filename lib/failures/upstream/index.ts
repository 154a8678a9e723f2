/**
 * Failures of other services, with any client: 502, 503 or 504 by kind. Codes and shapes decide, and no client is
 * imported. The upstream's status, headers and texts stay here.
 */
import type { RecognizedFailure } from '../failure.js'
import { broken, busy, timedOut, tripped, unavailable } from '../outcome.js'
import { answeredRetryAfter, answeredStatus, awsFailure, statusFailure } from './response.js'
import { networkFailure } from './network.js'
import { byNames, lookAt, tableOf } from '../thrown.js'
import type { Thrown } from '../thrown.js'
import { hasAny, member, textMember } from '../../json/untrusted.js'

/** Codes of the error classes of clients, beside those of the network. */
export const byClientCode = tableOf<RecognizedFailure>([
  [tripped, 'EOPENBREAKER ESHUTDOWN'],
  [busy, 'ESEMLOCKED'],
  [timedOut, `FST_REPLY_FROM_TIMEOUT FST_REPLY_FROM_HTTP_REQUEST_TIMEOUT FST_REPLY_FROM_HTTP2_REQUEST_TIMEOUT
    FST_REPLY_FROM_HTTP2_SESSION_TIMEOUT FST_REPLY_FROM_GATEWAY_TIMEOUT`],
  [unavailable, 'FST_REPLY_FROM_SERVICE_UNAVAILABLE'],
  [broken, 'FST_REPLY_FROM_BAD_GATEWAY']
])

/** Codes that other libraries use as well: they count only where the error also carries a client's request. */
export const byMarkedCode = tableOf<RecognizedFailure>([
  [broken, `ERR_BAD_RESPONSE ERR_BAD_REQUEST ERR_FR_TOO_MANY_REDIRECTS ERR_NETWORK ERR_NON_2XX_3XX_RESPONSE
    ERR_BODY_PARSE_FAILURE ERR_READING_RESPONSE_STREAM ERR_TOO_MANY_REDIRECTS ERR_GOT_REQUEST_ERROR`],
  [timedOut, 'ERR_CANCELED ERR_ABORTED']
])

const requestMembers = ['config', 'options', 'request', 'response']

/** An AbortError means that the caller gave up waiting; a client that left is handled earlier. */
export const byClientName = tableOf<RecognizedFailure>([
  [timedOut, 'TimeoutError AbortError CanceledError'],
  [broken, 'FetchError HTTPParserError CredentialsProviderError']
])

/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html; any other status means an answer that cannot be used. */
export const byGrpcStatus: ReadonlyMap<number, RecognizedFailure> = new Map([
  [1, timedOut], [4, timedOut], [8, unavailable], [14, unavailable]
])

export const byBreakerFlag: ReadonlyArray<readonly [flag: string, RecognizedFailure]> = [
  ['isBrokenCircuitError', tripped], ['isBulkheadRejectedError', busy], ['isTaskCancelledError', timedOut]
]

/** Recognizes one error without its causes, except where a client hides all information in its cause. */
export function recognizeUpstream (thrown: Thrown): RecognizedFailure | undefined {
  if (typeof thrown.error !== 'object' || thrown.error === null) return undefined
  return byResponse(thrown) ?? byCode(thrown) ?? byWord(thrown) ?? byWrapper(thrown) ??
    (thrown.verdict?.whose === 'service' ? broken : undefined)
}

function byResponse (thrown: Thrown): RecognizedFailure | undefined {
  const aws = awsFailure(thrown)
  if (aws) return aws
  const status = answeredStatus(thrown)
  // A successful status does not explain the failure: the body may have stalled, broken off, or been unreadable.
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
  return marked && hasAny(error, requestMembers) ? marked : undefined
}

/** Other libraries use the same numbers, so an error must also have the `details` and `metadata` of gRPC. */
function grpcFailure (error: unknown, code: number): RecognizedFailure | undefined {
  if (textMember(error, 'details') === undefined || typeof member(error, 'metadata') !== 'object') return undefined
  return Number.isInteger(code) && code >= 1 && code <= 16 ? byGrpcStatus.get(code) ?? broken : undefined
}

function byWord (thrown: Thrown): RecognizedFailure | undefined {
  return byNames(byClientName, thrown) ?? byBreakerFlag.find(([flag]) => member(thrown.error, flag) === true)?.[1]
}

/** The messages of fetch about a request that can never work: the program is wrong, not the upstream. */
const impossibleRequests = new Set([
  'bad port', 'unknown scheme', 'invalid method', 'URL scheme must be a HTTP(S) scheme'
])

export const fetchMessages: readonly string[] = ['fetch failed', 'terminated']

/** An error of fetch has only a text; the reason is its cause. */
export function recognizeUpstreamMessage ({ error, message }: Thrown): RecognizedFailure | undefined {
  if (!fetchMessages.includes(message)) return undefined
  const cause = lookAt(member(error, 'cause'))
  return impossibleRequests.has(cause.message) ? undefined : recognizeUpstream(cause) ?? broken
}

/** An error that carries an answer, even a successful one, or a body that was not parsed. */
function byWrapper (thrown: Thrown): RecognizedFailure | undefined {
  const failure = recognizeUpstreamMessage(thrown)
  if (failure) return failure
  const { error } = thrown
  const response = member(error, 'response')
  const hasAnswer = typeof member(response, 'status') === 'number' || typeof member(response, 'statusCode') === 'number'
  return hasAnswer || isUnparsed(error) ? broken : undefined
}

/** superagent puts an answer that it could not parse on the SyntaxError itself. */
function isUnparsed (error: unknown): boolean {
  return typeof member(error, 'rawResponse') === 'string' && typeof member(error, 'statusCode') === 'number'
}
