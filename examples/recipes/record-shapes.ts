/**
 * Which errors a service really answers: route, status, and the members of the body by name and type. Values are not kept, but for codes.
 */
import type { onSendHookHandler } from 'fastify'

export function recordShapes (seen: Set<string>): onSendHookHandler {
  return function record (request, reply, payload, done) {
    if (reply.statusCode >= 400) seen.add(`${request.method} ${request.routeOptions.url ?? '*'} ${reply.statusCode} ${shapeOf(payload)}`)
    done(null, payload)
  }
}

function shapeOf (payload: unknown): string {
  try {
    return JSON.stringify(JSON.parse(String(payload)), (_name, value: unknown) => {
      if (Array.isArray(value) || (typeof value === 'object' && value !== null)) return value
      return typeof value === 'string' && /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(value) ? value : typeof value
    })
  } catch {
    return typeof payload
  }
}
