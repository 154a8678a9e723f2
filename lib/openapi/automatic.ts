/**
 * What a route can answer without declaring it: the one table that the document and the check of undeclared codes
 * read. Pure: it sees of a route only what decides it.
 */
import { infoOf } from '../catalog/info.js'
import type { AnyCatalog } from '../catalog/definition.js'
import type { ValidationItem } from '../catalog/standard.js'
import type { RouteInput } from './input.js'

/** A standard code that routes answer of themselves. */
export type AutomaticCode = keyof typeof table

/** What decides which problems a route answers of itself. */
export interface RouteShape extends RouteInput {
  readonly methods: readonly string[]
  /** Whether requests to it are counted. */
  readonly limited: boolean
  /** What a failed validation of it looks like; `undefined` where none can fail. */
  readonly invalid: ValidationItem | undefined
}

// Fastify reads a body with DELETE and OPTIONS, too. Who follows a document that shows none never sends one.
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
 * The same as this catalog calls them.
 *
 * @param refined general code → the code that the route declares in its place
 */
export function automaticProblems (
  catalog: AnyCatalog, codes: readonly AutomaticCode[], refined: ReadonlyMap<string, string>
): string[] {
  const { typeOfStandard } = infoOf(catalog)
  return [...new Set(codes.map((code) => typeOfStandard(code).code))].filter((code) => !refined.has(code))
}

/** `:id` and `*`; `::` is a colon. */
function hasParameter ({ url }: RouteShape): boolean {
  return /[:*]/.test(url) && /[:*]/.test(url.replaceAll('::', ''))
}

function takesBody ({ methods, schema }: RouteShape): boolean {
  return schema?.['body'] !== undefined || methods.some((method) => bodyMethods.includes(method))
}
