/**
 * Tells whoever still gets the old shape where to read about the new one.
 */
import type { onSendHookHandler } from 'fastify'

export function announceMove (page: string): onSendHookHandler {
  const link = `<${page}>; rel="deprecation"; type="text/html"`
  return function announce (_request, reply, payload, done) {
    // An envelope has this type exactly; what Fastify serializes itself has a charset.
    if (reply.statusCode >= 400 && reply.getHeader('content-type') === 'application/json') {
      reply.header('link', [reply.getHeader('link') ?? [], link].flat())
    }
    done(null, payload)
  }
}
