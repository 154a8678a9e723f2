/**
 * A problem → the response that carries it: status, headers and body. reply/send.ts decides whether it is sent.
 */
import type { FastifyReply } from 'fastify'
import { infoOf } from '../../catalog/info.js'
import type { ProblemType } from '../../catalog/definition.js'
import { isInstance } from '../../catalog/check/instance.js'
import { retryAfterOf } from '../../catalog/problem/details.js'
import type { Problem } from '../../catalog/problem/occurrence.js'
import type { Recognized } from '../../failures/failure.js'
import { mergeVary } from '../../http/accept.js'
import { toSeconds } from '../../http/retry-after.js'
import { member } from '../../json/untrusted.js'
import type { Representation } from '../../representation/problem.js'
import { warnOfMisfits } from '../observe/advice.js'
import type { Occurrence } from '../observe/occurrence.js'
import { toLogged } from '../observe/logged-error.js'
import type { State } from '../state.js'
import { createUuid } from '../uuid.js'
import { mayBeDeclared } from './header-rules.js'
import type { Translated } from '../translation/index.js'

/** The most bytes of a problem about a failed validation, even where much of the request is wrong. */
const maxErrorBytes = 16_000

const requestIdPattern = /^[\w.:-]{1,128}$/

/** A problem in the form in which it is sent. */
export interface PreparedResponse extends Occurrence {
  readonly headers: Record<string, string | readonly string[] | number>
  readonly text: string
  /** The bytes of the text. */
  readonly length: number
}

/**
 * Falls back to the constants of the type when an extension cannot be read or written; log and event then describe that
 * fallback.
 */
export function prepareResponse (state: State, reply: FastifyReply, recognized: Recognized): PreparedResponse {
  const { problem } = recognized
  const members = state.readMembers(reply)
  try {
    const plain = toPlainProblem(state, reply, problem)
    if (members !== undefined) plain.extensions = { ...plain.extensions, ...members }
    if (state.development) warnOfMisfits(state, reply, plain)
    return compose(state, reply, plain, recognized)
  } catch (failure) {
    const problemType = toOwnType(state, problem)
    reply.log.error(
      { err: toLogged(failure) },
      `'${problemType.code}' could not be written as it was given; it was sent with its constants only`
    )
    return compose(
      state,
      reply,
      {
        problemType,
        extensions: members ?? {},
        retryAfter: problemType.retryAfter,
        cause: member(problem, 'cause'),
        instance: member(problem, 'instance') as undefined
      },
      recognized
    )
  }
}

/** The problem type in this catalog: clients do not know those of another one. */
export function toOwnType ({ catalog }: State, { problemType }: Problem): ProblemType {
  const { toOwn, typeOfStandard } = infoOf(catalog)
  return toOwn(problemType) ?? typeOfStandard('INTERNAL_ERROR')
}

/** A problem of this reply, read once, so that the further steps get one shape. */
type PlainProblem = { -readonly [Name in keyof Problem]: Problem[Name] }

/** A `Retry-After` that a plugin put on the reply counts for the body, too. */
function toPlainProblem ({ exposeStack }: State, reply: FastifyReply, problem: Problem): PlainProblem {
  const { problemType, extensions, status, detail, headers, instance } = problem
  // The only stack of a thrown problem is its own.
  const cause = problem.cause ?? (exposeStack ? problem : undefined)
  let { retryAfter } = problem
  if (retryAfter === undefined && reply.hasHeader('retry-after')) retryAfter = toSeconds(reply.getHeader('retry-after'))
  retryAfter = retryAfter === undefined ? problemType.retryAfter : retryAfterOf({ problemType, extensions, retryAfter })
  return { problemType, extensions, status, detail, headers, cause, retryAfter, instance }
}

/** The name of an occurrence: that of the problem, if it can be written, else a new one. */
export function instanceOf ({ instance }: Problem): string {
  return instance !== undefined && isInstance(instance) ? instance : `urn:uuid:${createUuid()}`
}

function compose (
  state: State, reply: FastifyReply, problem: Problem, { origin, verdict }: Recognized
): PreparedResponse {
  const representation = state.represent(reply.request.headers.accept)
  const translated = state.translate && translate(state, reply, problem)
  const instance = instanceOf(problem)
  const shown = translated ? inLanguage(problem, translated) : problem
  let text = representation.render(shown, instance, translated)
  if (origin === 'validation' && text.length > maxErrorBytes / 4) {
    text = shorten(text, shown, (shorter) => representation.render(shorter, instance, translated))
  }
  const headers = headersOf(state, reply, problem, representation)
  if (translated) describeLanguage(reply, headers, translated)
  const { status = problem.problemType.status } = problem
  reply.code(status)
  return { status, headers, text, length: Buffer.byteLength(text), instance, problem, origin, verdict }
}

/** Leaves out items of `errors` until the text is short enough: they hold names from the request. */
function shorten (whole: string, problem: Problem, render: (problem: Problem) => string): string {
  let text = whole
  let errors = member(problem.extensions, 'errors')
  while (Array.isArray(errors) && errors.length > 1) {
    const bytes = Buffer.byteLength(text)
    if (bytes <= maxErrorBytes) break
    errors = errors.slice(0, Math.min(errors.length - 1, Math.floor(errors.length * maxErrorBytes / bytes)))
    text = render({ ...problem, extensions: { ...problem.extensions, errors, truncated: true } })
  }
  return text
}

/** The texts in the reader's language, where the service has several languages. */
function translate (state: State, reply: FastifyReply, problem: Problem): Translated | undefined {
  return state.translate?.(problem, reply.request, (hook, failure) => {
    reply.log.error({ err: toLogged(failure) }, `${hook}() failed; the catalog's own texts were sent`)
  })
}

type Headers = Record<string, string | readonly string[]>

/** The problem with its extensions in the reader's language, for the body. Log, event and headers have the original. */
export function inLanguage (problem: Problem, { extensions = problem.extensions }: Translated): Problem {
  if (extensions === problem.extensions) return problem
  const { problemType, status, detail, retryAfter, cause } = problem
  return { problemType, status, detail, extensions, retryAfter, cause }
}

/** Adds the language, and that it depends on the reader (RFC 9110 §8.5, §12.5.5). */
function describeLanguage (reply: FastifyReply, headers: Headers, { language }: Translated): void {
  headers['content-language'] = language
  headers['vary'] = mergeVary(reply.getHeader('vary'), headers['vary'], 'Accept-Language')
}

function headersOf (
  { requestIdHeader }: State, reply: FastifyReply, problem: Problem, { mediaType, vary }: Representation
): Headers {
  const { problemType, retryAfter } = problem
  const { status } = problemType
  const headers: Headers = { 'content-type': mediaType, 'cache-control': 'no-store' }
  if (vary !== undefined) headers['vary'] = mergeVary(reply.getHeader('vary'), vary)
  const id: unknown = reply.request.id
  // `genReqId` may make any value, and only a plain text is safe as a header.
  if (requestIdHeader !== false && typeof id === 'string' && requestIdPattern.test(id)) headers[requestIdHeader] = id
  for (const name in problemType.headers) {
    // The header of a plugin is more precise, such as a challenge with its realm, or a limit with its policy.
    const isOnReply = reply.hasHeader(name) && name !== 'cache-control'
    if (!isOnReply && mayBeDeclared(name, status)) headers[name] = problemType.headers[name]!
  }
  for (const spelling in problem.headers) {
    const name = spelling.toLowerCase()
    if (mayBeDeclared(name, status)) headers[name] = problem.headers[spelling]!
  }
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter)
  return headers
}
