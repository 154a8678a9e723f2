/**
 * What the schemas are called in the document. @fastify/swagger calls them `def-0`, `def-1`, … unless its option
 * `refResolver` says otherwise, and then puts their `$id` into the title. Pure.
 */

/**
 * For the option of that name of @fastify/swagger: schemas are called what their `$id` says.
 *
 * @example
 * await app.register(swagger, { openapi: { openapi: '3.1.0' }, refResolver })
 */
export const refResolver = {
  buildLocalReference (json: Readonly<Record<string, unknown>>, _baseUri: unknown, _fragment: unknown, index: number): string {
    const { $id } = json
    // Other characters would need escapes in each reference, which @fastify/swagger does not write.
    return typeof $id === 'string' ? $id.replace(/[^\w.-]+/g, '-') : `def-${index}`
  }
}

interface OpenApiDocument { readonly components?: { readonly schemas?: Readonly<Record<string, { readonly title?: unknown }>> } }

/** Generates the document: an object, or YAML. */
export type Generate = (options?: { readonly yaml?: boolean }) => unknown

const reference = /#\/components\/schemas\/([\w.-]+)/g

/**
 * A discriminator's mapping is text that @fastify/swagger does not resolve, so it goes wrong where the schemas are
 * called otherwise than their `$id`. The generator with that put right.
 *
 * @param ids the `$id`s that mappings name
 */
export function withResolvedMappings (generate: Generate, ids: () => Iterable<string>): Generate {
  const done = new WeakSet<object>()
  return function swagger (options) {
    const names = namesOf(generate() as OpenApiDocument, ids())
    const document = generate(options)
    if (names.size === 0) return document
    const resolve = (text: string) => text.replace(reference, (whole, id: string) => names.has(id) ? `#/components/schemas/${names.get(id)}` : whole)
    if (typeof document === 'string') return resolve(document)
    if (!done.has(document as object)) resolveMappings(document, resolve)
    done.add(document as object)
    return document
  }
}

/** `$id` → name, for those whose name is another one. */
function namesOf ({ components }: OpenApiDocument, ids: Iterable<string>): Map<string, string> {
  const schemas = components?.schemas ?? {}
  const byTitle = new Map(Object.entries(schemas).map(([name, { title }]) => [title, name]))
  const names = new Map<string, string>()
  for (const id of ids) {
    const name = byTitle.get(id)
    if (name !== undefined && !Object.hasOwn(schemas, id)) names.set(id, name)
  }
  return names
}

function resolveMappings (value: unknown, resolve: (text: string) => string): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    if (key === 'mapping' && isMapping(member)) {
      for (const code of Object.keys(member)) member[code] = resolve(member[code]!)
    } else {
      resolveMappings(member, resolve)
    }
  }
}

function isMapping (value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((name) => typeof name === 'string')
}
