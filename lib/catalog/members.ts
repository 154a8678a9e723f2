/**
 * The members that every problem of a catalog has beside its extensions, such as a trace id or a tenant. They are in
 * the schema of each problem type, so that everything made from a catalog has them: documents, snapshots, pages,
 * clients.
 */
import { CatalogError, demand } from './catalog-error.js'
import { checkMemberName } from './check/extensions.js'
import { checkSchema } from './check/schema.js'
import { compileFilter } from './extensions/compile.js'
import { mergeExtensions, prepareExtensions } from './extensions/prepare.js'
import { isSame } from '../json/canonical.js'
import type { Filter } from './extensions/filter.js'
import type { ExtensionSchema } from './types/infer.js'

export interface CommonMembers {
  readonly names: readonly string[]
  /** None is required: a failure may come before there is a request, and the application's function may fail. */
  readonly schema: ExtensionSchema
  readonly filter: Filter
}

/** The keywords that the option may have. `$defs` is not one: a code's extensions could define the same name. */
const keywords = new Set([
  'type', 'properties', 'required', 'additionalProperties', 'title', 'description', '$id', '$schema', '~standard'
])

/**
 * The members of the catalog, and those of the catalogs that it includes.
 *
 * @throws {CatalogError} for a schema or a name that cannot be used
 */
export function prepareMembers (
  option: unknown, included: readonly (CommonMembers | undefined)[]
): CommonMembers | undefined {
  const schemas = included.flatMap((members) => members?.schema ?? [])
  if (option !== undefined) schemas.push(checkOption(prepareExtensions("The option 'members'", option)))
  const [first, ...others] = schemas
  if (first === undefined) return undefined
  const schema = others.reduce(mergeMembers, first)
  return {
    names: Object.keys(schema.properties ?? {}),
    schema,
    filter: compileFilter(schema as unknown as Readonly<Record<string, unknown>>)
  }
}

function checkOption ({ required, ...schema }: ExtensionSchema): ExtensionSchema {
  const { properties = {} } = schema
  const [keyword] = Object.keys(schema).filter((name) => !keywords.has(name))
  demand(
    keyword === undefined, "The option 'members'",
    ['be a plain object schema', 'list the members in `properties`, each with its own schema'], keyword
  )
  demand(Object.keys(properties).length > 0, "The option 'members'", 'list a member', properties)
  for (const name of Object.keys(properties)) checkMemberName('A member of every problem', name)
  checkSchema("the option 'members'", { ...schema })
  return { type: 'object', properties }
}

/** The same member may come from two catalogs, with the same schema. */
function mergeMembers (one: ExtensionSchema, other: ExtensionSchema): ExtensionSchema {
  const { properties = {} } = one
  for (const [name, schema] of Object.entries(other.properties ?? {})) {
    const known = Object.hasOwn(properties, name) ? properties[name] : schema
    if (!isSame(known, schema)) {
      throw new CatalogError(
        `The member '${name}' of every problem must have one schema, got another one from an included catalog: use ` +
        'the same'
      )
    }
  }
  return { type: 'object', properties: { ...properties, ...other.properties } }
}

/**
 * The schema of a code's extensions with the members beside them.
 *
 * @throws {CatalogError} where an extension has the name of a member
 */
export function withMembers (
  code: string, extensions: ExtensionSchema | undefined, members: CommonMembers | undefined
): ExtensionSchema | undefined {
  if (members === undefined) return extensions
  const clash = members.names.find((name) => Object.hasOwn(extensions?.properties ?? {}, name))
  demand(
    clash === undefined, `An extension of '${code}'`,
    ['not be named like a member of every problem', 'rename one of the two'], clash
  )
  return mergeExtensions(extensions, members.schema)
}

/** Whether both have the same members: only then can one catalog use a problem type of the other as it is. */
export function haveSame (one: CommonMembers | undefined, other: CommonMembers | undefined): boolean {
  const [names, others] = [one?.names ?? [], other?.names ?? []]
  return names.length === others.length && names.every((name) => others.includes(name))
}
