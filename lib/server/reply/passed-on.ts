/**
 * A body that was passed on and failed before its first byte: whoever passed it on may have put the headers of another
 * service on the reply, and they are not for our clients.
 */
import type { FastifyReply } from 'fastify'
import { member } from '../../json/untrusted.js'
import { isResponse } from './convert.js'

/** What a service says on each of its answers: CORS, limits, and what browsers have to guard. A proxy passes these on anyway. */
const kept = [
  /^vary$/, /^access-control-/, /^(?:x-)?ratelimit(?:-|$)/, /^strict-transport-security$/, /^content-security-policy/, /^cross-origin-/,
  /^(?:permissions|referrer)-policy$/, /^origin-agent-cluster$/,
  /^x-(?:content-type-options|frame-options|xss-protection|dns-prefetch-control|download-options|permitted-cross-domain-policies)$/
]

/** A stream, or what `fetch` gave: its headers may be those of the service that it comes from. */
export function isPassedOn (payload: unknown): boolean {
  return typeof member(payload, 'pipe') === 'function' || typeof member(payload, 'getReader') === 'function' || isResponse(payload)
}

export function dropForeignHeaders (reply: FastifyReply): void {
  for (const name of Object.keys(reply.getHeaders())) if (!kept.some((one) => one.test(name))) reply.removeHeader(name)
}
