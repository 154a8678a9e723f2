/**
 * A problem → the answer that carries it: status, headers and body.
 */
import type { FastifyReply } from 'fastify'
import { mergeVary } from '../../http/accept.js'
import { catalogInfo } from '../../catalog/define.js'
import { partsOf, retryAfterOf } from '../../catalog/problem.js'
import type { Problem } from '../../catalog/problem.js'
import type { ProblemType } from '../../catalog/definition.js'
import type { Recognized } from '../../failures/failure.js'
import type { Origin } from '../../failures/failure.js'
import { toSeconds } from '../../http/retry-after.js'
import { member } from '../../json/untrusted.js'
import { newInstance } from './instance.js'
import type { Translated } from './locale.js'
import { toLogged, warnOnce } from '../observe.js'
import type { SealedAnswer } from './seal.js'
import type { Representation } from '../../representation/problem.js'
import type { State } from '../state.js'

const requestIdPattern = /^[\w.:-]{1,128}$/

export interface Answer extends SealedAnswer, Recognized {
  /** The name of this occurrence (RFC 9457 §3.1.5); the log has the same. */
  readonly instance: string
}

/**
 * With all that the problem says; if any of that cannot be read or written, with the constants of its type. The log and
 * the event go by the problem of the answer.
 */
export function composeAnswer (state: State, reply: FastifyReply, { problem, origin }: Recognized): Answer {
  try {
    if (state.development) warnOfMisfits(state, reply, problem)
    return compose(state, reply, withRetryAfter(reply, problem), origin)
  } catch (failure) {
    const problemType = ownType(state, problem)
    reply.log.error({ err: toLogged(failure) }, `'${problemType.code}' could not be written as it was given; it was sent with its constants only`)
    return compose(state, reply, { problemType, extensions: {}, cause: member(problem, 'cause') }, origin)
  }
}

/** A problem type of a foreign catalog means nothing to the clients of this one. */
function ownType ({ catalog }: State, { problemType }: Problem): ProblemType {
  const { own, standard } = catalogInfo(catalog)!
  return own(problemType) ?? standard('INTERNAL_ERROR')
}

function compose (state: State, reply: FastifyReply, problem: Problem, origin: Origin): Answer {
  const representation = state.represent(reply.request.headers.accept)
  const translated = translate(state, reply, problem)
  const instance = newInstance()
  const text = representation.render(inLanguage(problem, translated), instance, translated)
  const headers = headersOf(state, reply, problem, representation)
  if (translated) describeLanguage(reply, headers, translated)
  const { status } = problem.problemType
  reply.code(status)
  for (const name in headers) reply.header(name, headers[name])
  return { status, headers, text, length: Buffer.byteLength(text), instance, problem, origin }
}

/** The texts in the reader's language, where there is more than one. */
function translate (state: State, reply: FastifyReply, problem: Problem): Translated | undefined {
  return state.toTranslation?.(problem, reply.request, (hook, failure) => {
    reply.log.error({ err: toLogged(failure) }, `${hook}() failed; the catalog's own texts were sent`)
  })
}

type Headers = Record<string, string | readonly string[]>

/** With the extension members in the reader's language. The log, the event and the headers go by the problem itself. */
function inLanguage (problem: Problem, translated: Translated | undefined): Problem {
  if (translated?.extensions === undefined || translated.extensions === problem.extensions) return problem
  const { problemType, detail, retryAfter, cause } = problem
  return { problemType, detail, extensions: translated.extensions, retryAfter, cause }
}

/** Which language it is, and that another reader gets another one (RFC 9110 §8.5, §12.5.5). */
function describeLanguage (reply: FastifyReply, headers: Headers, { language }: Translated): void {
  headers['content-language'] = language
  headers['vary'] = mergeVary(reply.getHeader('vary'), headers['vary'], 'Accept-Language')
}

function headersOf (state: State, reply: FastifyReply, problem: Problem, { mediaType, vary }: Representation): Headers {
  const { problemType } = problem
  const headers: Headers = { 'content-type': mediaType, 'cache-control': 'no-store' }
  if (vary !== undefined) headers['vary'] = mergeVary(reply.getHeader('vary'), vary)
  if (state.requestIdHeader !== false && requestIdPattern.test(reply.request.id)) headers[state.requestIdHeader] = reply.request.id
  for (const name in problemType.headers) {
    // What a plugin already put there says more: a challenge with its realm, a limit with its policy.
    if (!reply.hasHeader(name) || name === 'cache-control') headers[name] = problemType.headers[name]!
  }
  for (const name in problem.headers) headers[name.toLowerCase()] = problem.headers[name]!
  const retryAfter = retryAfterOf(problem)
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter)
  return headers
}

/** A `Retry-After` that a plugin put on the reply holds for the body, too. */
function withRetryAfter (reply: FastifyReply, problem: Problem): Problem {
  if (problem.retryAfter !== undefined || !reply.hasHeader('retry-after')) return problem
  const retryAfter = toSeconds(reply.getHeader('retry-after'))
  if (retryAfter === undefined) return problem
  const { problemType, extensions, detail, headers, cause } = problem
  return { problemType, extensions, detail, headers, cause, retryAfter }
}

function warnOfMisfits (state: State, reply: FastifyReply, { problemType, extensions }: Problem): void {
  if (partsOf(problemType).filter.fits(extensions)) return
  warnOnce(state, reply, `misfit ${problemType.code}`, `the extensions of '${problemType.code}' do not fit their schema; what it does not list was left out`)
}
