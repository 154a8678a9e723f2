/**
 * Bodies that are errors of another protocol over HTTP, known by their own marks. Their clients read that shape only.
 */
import { member } from '../../json/untrusted.js'

/** GraphQL, tRPC and JSON-RPC write JSON that nothing else writes; gRPC-web has media types of its own. */
export function isOtherProtocol (body: unknown): boolean {
  const answers = Array.isArray(body) ? body : [body]
  return (
    answers.length > 0 &&
    answers.every((answer) => isGraphql(answer) || isTrpc(answer) || member(answer, 'jsonrpc') === '2.0')
  )
}

/** GraphQL October 2021 §7.1: `errors` with messages, beside `data` or with places in the document. */
function isGraphql (answer: unknown): boolean {
  const errors = member(answer, 'errors')
  if (!Array.isArray(errors) || errors.length === 0) return false
  if (!errors.every((error) => typeof member(error, 'message') === 'string')) return false
  return member(answer, 'data') !== undefined ||
    errors.some((error) => ['locations', 'path', 'extensions'].some((name) => member(error, name) !== undefined))
}

/** `{ error: { message, code: -32004, data: { code, httpStatus } } }`, or the same in `error.json` of a transformer. */
function isTrpc (answer: unknown): boolean {
  const error = member(answer, 'error')
  const shape = member(error, 'json') ?? error
  return typeof member(shape, 'code') === 'number' && typeof member(member(shape, 'data'), 'code') === 'string'
}
