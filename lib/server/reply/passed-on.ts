/**
 * A body of another service that failed before its first byte: the reply may have the headers of that service, and our
 * clients must not get them.
 */
import type { FastifyReply } from 'fastify'
import { member } from '../../json/untrusted.js'
import { isResponse } from './convert.js'

/**
 * What a service sends with each of its answers: CORS, limits, and what browsers have to guard. A proxy passes these on
 * anyway.
 */
const ownHeaders = [
  /^vary$/, /^access-control-/, /^(?:x-)?ratelimit(?:-|$)/, /^strict-transport-security$/, /^content-security-policy/,
  /^cross-origin-/, /^(?:permissions|referrer)-policy$/, /^origin-agent-cluster$/,
  /^x-(?:content-type-options|frame-options|xss-protection|dns-prefetch-control|download-options)$/,
  /^x-permitted-cross-domain-policies$/
]

/** A stream, or what `fetch` gave: its headers may be those of the service that it comes from. */
export function isPassedOn (payload: unknown): boolean {
  return (
    typeof member(payload, 'pipe') === 'function' ||
    typeof member(payload, 'getReader') === 'function' ||
    isResponse(payload)
  )
}

export function dropServiceHeaders (reply: FastifyReply): void {
  for (const name of Object.keys(reply.getHeaders())) if (!isOwn(name)) reply.removeHeader(name)
  // Releases before Fastify 5.11 have put them on the raw response by then.
  for (const name of reply.raw.getHeaderNames()) if (!isOwn(name)) reply.raw.removeHeader(name)
}

function isOwn (name: string): boolean {
  return ownHeaders.some((pattern) => pattern.test(name))
}
