/**
 * Converts error replies that were not thrown: `reply.code(404).send({ … })`, and the answers of plugins. A problem, a
 * page and a stream stay unchanged.
 */
import type { FastifyReply } from 'fastify'
import { infoOf, typeOfCode } from '../../catalog/info.js'
import { cleanText } from '../../catalog/texts/template.js'
import { standardFor } from '../../failures/http-error.js'
import type { ProblemType } from '../../catalog/definition.js'
import type { Problem } from '../../catalog/problem/occurrence.js'
import { member, textMember } from '../../json/untrusted.js'
import { isBelow } from '../../http/request-path.js'
import { routeConfig } from '../routes/route-facts.js'
import type { State } from '../state.js'
import { isOtherProtocol } from './other-protocols.js'

const convertible = /^(?:application\/json|text\/plain)(?:;|$)/

/** The problem for a reply; `undefined` where the reply stays. */
export function toConverted (state: State, reply: FastifyReply, payload: unknown): Problem | undefined {
  if (isLeftAlone(state, reply)) return undefined
  const response = isResponse(payload) ? payload : undefined
  const status = response?.status ?? reply.statusCode
  const contentType = response ? response.headers.get('content-type') : reply.getHeader('content-type')
  if (status < 400 || (contentType != null && !convertible.test(String(contentType)))) return undefined
  if (response === undefined && !isWritten(payload)) return undefined
  const body = response === undefined ? parse(payload) : undefined
  if (isOtherProtocol(body, reply)) return undefined
  response?.body?.cancel().catch(() => {})
  return createProblem(state, status, body)
}

function isLeftAlone ({ convertReplies, routeSummary }: State, { request }: FastifyReply): boolean {
  const config = routeConfig(request)
  if (routeSummary.someOptOut && config.problems === false) return true
  return typeof convertReplies === 'object' && isBelow(config.url ?? request.url, convertReplies.except)
}

function createProblem (state: State, status: number, body: unknown): Problem {
  const { code, status: other } = standardFor(status)
  const named = namedType(state, status, textMember(body, 'code'))
  return {
    problemType: named ?? infoOf(state.catalog).typeOfStandard(code),
    status: named ? undefined : other,
    extensions: {},
    detail: status < 500 ? textOf(body) : undefined
  }
}

/** A code of the catalog in the body counts if its status is that of the reply. */
function namedType ({ catalog }: State, status: number, code: string | undefined): ProblemType | undefined {
  const named = code !== undefined && Object.hasOwn(catalog, code) ? typeOfCode(catalog, code) : undefined
  return named?.status === status && (named.extensions?.required ?? []).length === 0 ? named : undefined
}

/** Below 500, a text that the application sent was meant for the client. */
function textOf (body: unknown): string | undefined {
  const text = typeof body === 'string' ? body : textMember(body, 'message') ?? textMember(body, 'error')
  return text === undefined || text.trim() === '' ? undefined : cleanText(text, 512)
}

function isWritten (payload: unknown): boolean {
  return payload === undefined || payload === null || typeof payload === 'string' || Buffer.isBuffer(payload)
}

function parse (payload: unknown): unknown {
  if (payload === undefined || payload === null) return undefined
  const text = String(payload)
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export function isResponse (payload: unknown): payload is Response {
  return (
    Object.prototype.toString.call(payload) === '[object Response]' && typeof member(payload, 'status') === 'number'
  )
}
