/**
 * The plugin's option `openapi`: what the document has beside the declarations of routes.
 */
import { isSchema } from '../json/ref.js'
import type { ComponentName } from './document/names.js'

export interface OpenApiOptions {
  /**
   * Adds `Problem` to the alternatives of each status, for generators whose clients fail on an unknown code.
   *
   * @default false
   */
  open?: boolean
  /**
   * Gives each operation a response `default` with `Problem`, for statuses that it does not list.
   *
   * @default false
   */
  defaultResponse?: boolean
  /**
   * Names a component. It gets the name that this package would use: the code for a schema, and the codes for a
   * response, such as `ORDER_NOT_FOUND_response` or `ORDER_LOST_or_ORDER_SHIPPED`. It must return letters, digits, `.`,
   * `_` and `-`.
   *
   * @example
   * componentName: (name) => `Orders_${name}`
   */
  componentName?: ComponentName
  /**
   * Links every schema of a code to its type URI, as `externalDocs`, where another server has these pages. The pages of
   * the option `reference` are linked without this option.
   *
   * @default false
   */
  externalDocs?: boolean
  /**
   * Every route is rate limited, except those with `config: { rateLimit: false }`.
   *
   * @default false
   */
  rateLimited?: boolean
}

type Flags = Required<Omit<OpenApiOptions, 'componentName'>>

export type ResolvedOpenApiOptions = Readonly<Flags & { componentName: ComponentName | undefined }>

export const openApiDefaults: ResolvedOpenApiOptions =
  { open: false, defaultResponse: false, componentName: undefined, externalDocs: false, rateLimited: false }

function isOption ([name, value]: [string, unknown]): boolean {
  if (!Object.hasOwn(openApiDefaults, name)) return false
  return value === undefined || (name === 'componentName' ? typeof value === 'function' : typeof value === 'boolean')
}

/** The rule of this option, for the table of the plugin's options. */
export const openApiRule: [check: (value: unknown) => boolean, rule: string] = [
  (value) => value === false || (isSchema(value) && Object.entries(value).every(isOption)),
  'be false, or { open?: boolean, defaultResponse?: boolean, componentName?: (name, kind) => string, ' +
    'externalDocs?: boolean, rateLimited?: boolean }'
]
