/**
 * The media types that a route takes, for `Accept`, `Accept-Post` and the like of a 415.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { State } from '../state.js'

/** Those of parsers that were there before the plugin, if at all: Fastify answers for one type whether it has one. */
const usualTypes = [
  'application/json', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', 'application/xml',
  'text/xml', 'application/yaml', 'application/octet-stream', 'application/merge-patch+json',
  'application/json-patch+json'
]

/** Remembers which types get a parser, here and in children. What a regular expression takes has no list. */
export function rememberParsers (instance: FastifyInstance, { parsedTypes }: Pick<State, 'parsedTypes'>): void {
  for (const type of usualTypes) parsedTypes.add(type)
  const add = instance.addContentTypeParser as (...given: unknown[]) => unknown
  instance.addContentTypeParser = function (this: FastifyInstance, types: unknown, ...rest: unknown[]) {
    const result = add.call(this, types, ...rest)
    for (const type of [types].flat()) {
      if (typeof type === 'string' && type !== '*') parsedTypes.add(type.trim().toLowerCase())
    }
    return result
  } as FastifyInstance['addContentTypeParser']
}

/** The instance of the route says which of them it really has: parsers are encapsulated. */
export function acceptedTypes (state: State, { server, routeOptions }: FastifyRequest): readonly string[] {
  const content = (routeOptions.schema?.body as { content?: object } | undefined)?.content
  if (content !== undefined) return Object.keys(content)
  return [...state.parsedTypes].filter((type) => server.hasContentTypeParser(type))
}
