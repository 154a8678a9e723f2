/**
 * The parts of an OpenAPI document that this package reads and writes.
 */
import type { JsonSchema } from '../extensions.js'

export interface OpenApiDocument {
  readonly openapi?: unknown
  /** The version of a Swagger 2 document. */
  readonly swagger?: unknown
  readonly servers?: readonly { readonly url?: unknown }[]
  readonly paths?: Record<string, unknown>
  components?: Components
}

export interface Components {
  schemas?: Record<string, JsonSchema>
  responses?: Record<string, unknown>
}

export interface Operation {
  operationId?: string
  responses?: Record<string, unknown>
  [extension: `x-${string}`]: unknown
}

export interface Reference { readonly $ref: string }
