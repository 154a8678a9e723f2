/**
 * The media types that a route takes, for the headers of a 415, such as `Accept` and `Accept-Post`.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { State } from '../state.js'

/** Types that may have a parser from before the plugin: Fastify lists no parsers, but can be asked for one type. */
const usualTypes = [
  'application/json', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', 'application/xml',
  'text/xml', 'application/yaml', 'application/octet-stream', 'application/merge-patch+json',
  'application/json-patch+json'
]

/** Remembers which types get a parser, here and in children. The types of a regular expression cannot be listed. */
export function rememberParsers (instance: FastifyInstance, { parsedTypes }: Pick<State, 'parsedTypes'>): void {
  for (const type of usualTypes) parsedTypes.add(type)
  const add = instance.addContentTypeParser as (...parameters: unknown[]) => unknown
  instance.addContentTypeParser = function (this: FastifyInstance, types: unknown, ...rest: unknown[]) {
    const result = add.call(this, types, ...rest)
    for (const type of [types].flat()) {
      if (typeof type === 'string' && type !== '*') parsedTypes.add(type.trim().toLowerCase())
    }
    return result
  } as FastifyInstance['addContentTypeParser']
}

/** Only the route's instance knows which of the types have a parser, because parsers are encapsulated. */
export function acceptedTypes (state: State, { server, routeOptions }: FastifyRequest): readonly string[] {
  const content = (routeOptions.schema?.body as { content?: object } | undefined)?.content
  if (content !== undefined) return Object.keys(content)
  return [...state.parsedTypes].filter((type) => server.hasContentTypeParser(type))
}
