/**
 * Recognizes errors of other protocols over HTTP by their marks: their clients read no other shape.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { member } from '../../json/untrusted.js'

/** GraphQL, tRPC and JSON-RPC have JSON of a particular form; gRPC-web and Connect have particular headers. */
export function isOtherProtocol (body: unknown, reply: FastifyReply): boolean {
  const { headers } = reply.request
  if (reply.hasHeader('grpc-status') || headers['connect-protocol-version'] !== undefined) return true
  const answers = Array.isArray(body) ? body : [body]
  const isAsked = asksGraphql(reply.request)
  return answers.some((answer) => isProtocolError(answer, isAsked)) &&
    answers.every((answer) => isProtocolError(answer, isAsked) || member(answer, 'result') !== undefined)
}

function isProtocolError (answer: unknown, isAsked: boolean): boolean {
  return isGraphql(answer, isAsked) || isTrpc(answer) || member(answer, 'jsonrpc') === '2.0'
}

/** GraphQL over HTTP §5: the document is the member or the parameter `query`. */
function asksGraphql ({ body, query, headers }: FastifyRequest): boolean {
  if (/application\/graphql/i.test(`${headers.accept} ${headers['content-type']}`)) return true
  return [body, query].some((part) => typeof member(part, 'query') === 'string')
}

/** GraphQL October 2021 §7.1: `errors` with messages, beside `data` or with places in the document. */
function isGraphql (answer: unknown, isAsked: boolean): boolean {
  const errors = member(answer, 'errors')
  if (!Array.isArray(errors) || errors.length === 0) return false
  if (!errors.every((error) => typeof member(error, 'message') === 'string')) return false
  return isAsked || member(answer, 'data') !== undefined ||
    errors.some((error) => ['locations', 'path', 'extensions'].some((name) => member(error, name) !== undefined))
}

/** `{ error: { message, code: -32004, data: { code, httpStatus } } }`, or the same in `error.json` of a transformer. */
function isTrpc (answer: unknown): boolean {
  const error = member(answer, 'error')
  const shape = member(error, 'json') ?? error
  return typeof member(shape, 'code') === 'number' && typeof member(member(shape, 'data'), 'code') === 'string'
}
