/**
 * The fields of a definition, and the problem type that a catalog makes of it: the types that all of lib/ shares.
 */
import type { Retry } from './status.js'
import type { ExtensionSchema } from './types/infer.js'

/** A row of the catalog: what is the same in every occurrence of a problem type. */
export interface Definition {
  /** 400 to 599. Required, except where a standard type is overridden. */
  status?: number
  /** Short, the same in every occurrence (RFC 9457 §3.1.3). Required, except where a standard type is overridden. */
  title?: string
  /** What it means. */
  description?: string
  /** What the client should do. */
  guidance?: string
  /** What may have led to it, for the reference pages: a list. */
  causes?: readonly string[]
  /** Where your documentation explains it, for the reference pages: an `http:` or `https:` URL, or a path. */
  documentation?: string
  /** The guidance as one stable token, such as `login` or `fix-input`. On the wire: clients may switch on it. */
  action?: string
  /** The group it is listed under. */
  area?: string
  /**
   * The text of one occurrence, with `{placeholders}` that name extension members (RFC 9457 §3.1.4).
   * The first of several templates whose placeholders all have a value is used.
   */
  detail?: string | readonly string[]
  /** The extension members: an object schema (TypeBox or plain JSON Schema). What it lists is public. */
  extensions?: ExtensionSchema
  /**
   * The URI that identifies the type (RFC 9457 §3.1.1).
   *
   * @default the catalog's base and the code in kebab-case
   */
  type?: string
  /**
   * Which requests may be repeated.
   *
   * @default by status
   */
  retry?: Retry
  /** Seconds to wait before the request is repeated: `Retry-After` and the member `retryAfter`. */
  retryAfter?: number
  /** Response headers of this type. */
  headers?: Readonly<Record<string, string>>
  /** A standard code, or several: this one is sent in its place everywhere. */
  replaces?: string | readonly string[]
  /** The general code of which this is a special case: routes that declare this one answer with it instead. */
  refines?: string
  /**
   * Gives the required extensions of a code that refines another, from the request that failed. Where it throws, or its
   * result does not fit, that is logged and the general code is sent.
   *
   * @example ({ params }) => ({ orderId: (params as { orderId: string }).orderId })
   */
  fill?: (request: FailedRequest) => object
  /** The spelling in a legacy envelope. */
  legacyCode?: string
  deprecated?: Deprecation
  /** Example extension members. */
  examples?: readonly object[]
}

/** A request that failed, as Fastify has it. Nothing in it is valid for sure: the validation may be what failed. */
export interface FailedRequest {
  readonly id: string
  readonly method: string
  readonly url: string
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export interface Deprecation {
  /** The version that deprecated it. */
  since: string
  /** The day after which it may be removed, as `YYYY-MM-DD`. */
  sunset?: string
  /** The code to use instead; `null` where there is none. */
  replacedBy: string | null
}

/** A code that is no longer sent. Neither it nor its type is ever used again. */
export interface Retired {
  since: string
  status: number
  type: string
  replacedBy?: string
}

export type Definitions = Readonly<Record<string, Definition>>

/** Texts of one language, by code. */
export type Texts = Readonly<
  Partial<Record<'title' | 'description' | 'guidance', string>> & {
    detail?: string | readonly string[]
    causes?: readonly string[]
  }
>

/** A text of a row that a catalog can put into each problem. */
export type WireText = 'guidance'

/** A problem type: what is the same in every occurrence. */
export interface ProblemType<Code extends string = string> {
  readonly code: Code
  readonly type: string
  readonly title: string
  readonly status: number
  readonly description: string | undefined
  readonly guidance: string | undefined
  /** The texts that each problem of this type carries beside `title` and `detail`. */
  readonly wire: readonly WireText[]
  readonly causes: readonly string[]
  readonly documentation: string | undefined
  readonly action: string | undefined
  readonly area: string | undefined
  /** The templates of `detail`, in order. */
  readonly detail: readonly string[]
  /** The schema of the extension members, inherited ones included. */
  readonly extensions: ExtensionSchema | undefined
  readonly retry: Retry
  readonly retryAfter: number | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly replaces: readonly string[]
  readonly refines: string | undefined
  readonly legacyCode: string | undefined
  readonly deprecated: Deprecation | undefined
  readonly examples: readonly Readonly<Record<string, unknown>>[]
}

/** A catalog with any codes. */
export type AnyCatalog = Readonly<Record<string, ProblemType>>

/** The members of the format: no extension may be named like one. */
export type ReservedMember = typeof reservedMembers[number]

export const reservedMembers = [
  'type', 'title', 'status', 'code', 'detail', 'instance', 'retry', 'retryAfter', 'action', 'refines', 'guidance'
] as const
