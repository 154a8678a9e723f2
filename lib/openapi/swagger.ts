/**
 * The connections to @fastify/swagger: a wrapper of `app.swagger()`, which needs no setting, and two functions for its
 * options.
 */
import { toYaml } from './document/yaml.js'
import { markName, writeProblems } from './document/write.js'
import type { OpenApiDocument } from './document/types.js'
import { registryOf } from './registry.js'
import type { Registry } from './registry.js'

/**
 * For the option `refResolver` of @fastify/swagger: names the schemas of the application by their `$id`, and not
 * `def-0`, `def-1`, …
 *
 * @example
 * await app.register(swagger, { openapi: { openapi: '3.1.0' }, refResolver: swaggerRefResolver })
 */
export const swaggerRefResolver = {
  buildLocalReference (
    json: Readonly<Record<string, unknown>>, _baseUri: unknown, _fragment: unknown, index: number
  ): string {
    const { $id } = json
    // Other characters would need escapes in each reference, which @fastify/swagger does not write.
    return typeof $id === 'string' ? $id.replace(/[^\w.-]+/g, '-') : `def-${index}`
  }
}

/** The documents in which the problems are written. */
const written = new WeakSet<object>()

/** @deprecated Use `swaggerRefResolver`, which is the same. */
export const refResolver = swaggerRefResolver

/**
 * For the option `transformObject` of @fastify/swagger, where its option `decorator` is not `swagger`: writes the
 * problems of routes into the document. A `transformObject` of the application must call it first.
 *
 * @example
 * await app.register(swagger, { openapi: {}, decorator: 'api', transformObject: swaggerTransformObject })
 */
export function swaggerTransformObject<OpenApi extends object, Swagger extends object> (
  document: { readonly openapiObject: OpenApi } | { readonly swaggerObject: Swagger }
): OpenApi | Swagger {
  const object = 'openapiObject' in document ? document.openapiObject : document.swaggerObject
  const registry = registryIn(object)
  if (registry === undefined) return object
  writeOnce(object, registry)
  // @fastify/swagger writes an anchor in its YAML for an object that occurs twice; some readers do not know anchors.
  const copy = JSON.parse(JSON.stringify(object)) as OpenApi | Swagger
  written.add(copy)
  return copy
}

/** The same under the name of the option, for `{ refResolver, transformObject }`. */
export const transformObject = swaggerTransformObject

/** Generates the document: an object, or YAML. */
export type Generate = (options?: { readonly yaml?: boolean }) => unknown

/** A generator whose document has the problems, and whose YAML is made from this document. */
export function withProblems (generate: Generate, registry: Registry): Generate {
  const texts = new WeakMap<object, string>()
  return function swagger (options) {
    const document = generate() as object
    writeOnce(document, registry)
    if (options?.yaml !== true) return document
    const text = texts.get(document) ?? toYaml(document)
    texts.set(document, text)
    return text
  }
}

/** In static mode the document of the application exists at once; a generated document does not exist yet. */
export function isGenerated (generate: Generate): boolean {
  try {
    generate()
    return false
  } catch {
    return true
  }
}

function writeOnce (document: OpenApiDocument, registry: Registry): void {
  if (written.has(document)) return
  written.add(document)
  registry.setBasePaths(basePathsOf(document))
  writeProblems(document, registry)
}

function registryIn ({ paths = {} }: OpenApiDocument): Registry | undefined {
  for (const item of Object.values(paths)) {
    for (const operation of Object.values(Object(item) as object)) {
      const registry = registryOf((Object(operation) as Record<string, unknown>)[markName])
      if (registry !== undefined) return registry
    }
  }
  return undefined
}

/** The paths of the servers, such as `/v1` of `https://api.example.com/v1`. */
function basePathsOf ({ servers }: OpenApiDocument): string[] {
  return [servers ?? []].flat().map(({ url }) => pathOf(String(url))).filter((path) => path !== '')
}

function pathOf (url: string): string {
  return url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').replace(/\/$/, '')
}
