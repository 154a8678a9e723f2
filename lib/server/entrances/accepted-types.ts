/**
 * The media types that a route takes, for `Accept`, `Accept-Post` and `Accept-Patch` of a 415.
 */
import type { FastifyRequest } from 'fastify'

const usualTypes = [
  'application/json', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', 'application/xml',
  'text/xml', 'application/yaml', 'application/octet-stream', 'application/merge-patch+json',
  'application/json-patch+json'
]

/** Fastify does not list its parsers; it answers for one type whether it has one. */
export function acceptedTypes ({ server, routeOptions }: FastifyRequest): readonly string[] {
  const content = (routeOptions.schema?.body as { content?: object } | undefined)?.content
  if (content !== undefined) return Object.keys(content)
  return usualTypes.filter((type) => server.hasContentTypeParser(type))
}
