/**
 * For a body of another service that fails before its first byte: the reply may have the headers of that service, which
 * our clients must not get.
 */
import type { FastifyReply } from 'fastify'
import { member } from '../../json/untrusted.js'
import { isResponse } from './convert.js'

/** Headers that a service sends with each answer: CORS, limits, and policies for browsers. They stay. */
const keptHeaders = [
  /^vary$/, /^access-control-/, /^(?:x-)?ratelimit(?:-|$)/, /^strict-transport-security$/, /^content-security-policy/,
  /^cross-origin-/, /^(?:permissions|referrer)-policy$/, /^origin-agent-cluster$/,
  /^x-(?:content-type-options|frame-options|xss-protection|dns-prefetch-control|download-options)$/,
  /^x-permitted-cross-domain-policies$/
]

/** Whether a payload is a stream or a `Response`, which may come from another service. */
export function isPassedOn (payload: unknown): boolean {
  return (
    typeof member(payload, 'pipe') === 'function' ||
    typeof member(payload, 'getReader') === 'function' ||
    isResponse(payload)
  )
}

export function dropForeignHeaders (reply: FastifyReply): void {
  for (const name of Object.keys(reply.getHeaders())) if (!isKept(name)) reply.removeHeader(name)
  // Fastify before 5.11 has put them on the raw response already.
  for (const name of reply.raw.getHeaderNames()) if (!isKept(name)) reply.raw.removeHeader(name)
}

function isKept (name: string): boolean {
  return keptHeaders.some((pattern) => pattern.test(name))
}
