/**
 * Lets a finished response pass through the transform of fastify-type-provider-zod, which takes every response for
 * a zod schema and of one with `content` keeps neither headers nor examples. Pure; zod is known by its shape only.
 */
import type { ResponseEntry } from './response.js'

const parts = ['params', 'querystring', 'query', 'headers', 'body']

/** Whether any part of a route's schema was made by zod 4. */
export function usesZod (schema: Readonly<Record<string, unknown>>): boolean {
  const responses = Object.values(Object(schema['response']) as object)
  return [...parts.map((part) => schema[part]), ...responses].some((part) => typeof part === 'object' && part !== null && '_zod' in part)
}

/**
 * The entry as something that zod takes for a schema of its own with the entry as its JSON Schema. Every other
 * reader sees the entry.
 */
export function zodReadable (entry: ResponseEntry): ResponseEntry {
  const _zod = { traits: new Set(['$ZodType']), def: { type: 'custom' }, toJSONSchema: () => ({ ...entry }) }
  const target = Object.defineProperty({ ...entry }, '_zod', { value: _zod, configurable: true })
  return new Proxy(target, { has: (_target, key) => key !== 'content' && key in target })
}
