/**
 * The codes that a route can answer without declaring them: one table for the document and for the check of undeclared
 * codes. Pure.
 */
import { infoOf } from '../catalog/info.js'
import type { AnyCatalog } from '../catalog/definition.js'
import type { ValidationItem } from '../catalog/standard.js'
import type { RouteInput } from './input.js'

/** A standard code that routes answer without declaring it. */
export type AutomaticCode = keyof typeof table

/** The properties of a route that decide its automatic codes. */
export interface RouteShape extends RouteInput {
  readonly methods: readonly string[]
  /** Whether its requests are rate limited. */
  readonly limited: boolean
  /** An example of its failed validation; `undefined` where none can fail. */
  readonly invalid: ValidationItem | undefined
}

// Fastify reads a body with DELETE and OPTIONS, too. Clients that follow a document without such a body send none.
const bodyMethods = ['POST', 'PUT', 'PATCH', 'QUERY']

const table = {
  VALIDATION_ERROR: (route: RouteShape) => route.invalid !== undefined,
  // A parameter that cannot be decoded, or a body that cannot be parsed.
  INVALID_REQUEST: (route: RouteShape) => hasParameter(route) || takesBody(route),
  PAYLOAD_TOO_LARGE: takesBody,
  UNSUPPORTED_MEDIA_TYPE: takesBody,
  RATE_LIMITED: (route: RouteShape) => route.limited,
  INTERNAL_ERROR: () => true
}

export const automaticCodes = Object.keys(table) as readonly AutomaticCode[]

/** The standard codes that a route answers without declaring them. */
export function automaticCodesOf (route: RouteShape): AutomaticCode[] {
  return automaticCodes.filter((code) => table[code](route))
}

/**
 * The codes of this catalog for the automatic ones.
 *
 * @param refined general code → the code that the route declares in its place
 */
export function automaticProblems (
  catalog: AnyCatalog, codes: readonly AutomaticCode[], refined: ReadonlyMap<string, string>
): string[] {
  const { typeOfStandard } = infoOf(catalog)
  return [...new Set(codes.map((code) => typeOfStandard(code).code))].filter((code) => !refined.has(code))
}

/** Parameters are `:id` and `*`; `::` means a colon. */
function hasParameter ({ url }: RouteShape): boolean {
  return /[:*]/.test(url) && /[:*]/.test(url.replaceAll('::', ''))
}

function takesBody ({ methods, schema }: RouteShape): boolean {
  return schema?.['body'] !== undefined || methods.some((method) => bodyMethods.includes(method))
}
