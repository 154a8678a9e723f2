/**
 * The decoder: any failed response becomes one member of a union that `switch (problem.code)` narrows.
 * It takes the types of a catalog, never the catalog itself: nothing of the server is in the bundle.
 */
import type { NoExtensions } from '../catalog/standard.js'
import type { Retry } from '../catalog/status.js'
import type { CodeOf, ProblemClass } from '../catalog/types/catalog.js'
import type { Flat } from '../catalog/types/infer.js'
import { header, read } from './read.js'
import type { ReadResponse, ResponseLike } from './read.js'

/** What is known of every failure, with any code. */
export interface Failure {
  /** The status of the response. The one in the body is advisory (RFC 9457 §3.1.2). */
  readonly status: number
  /** The status in the body. A proxy may have changed that of the response. */
  readonly bodyStatus: number | undefined
  /**
   * The URI of the problem type, absolute. It is an identifier and is never fetched; `about:blank` where there is none.
   */
  readonly type: string
  readonly title: string | undefined
  /** What went wrong this time, for a person to read. */
  readonly detail: string | undefined
  /** Names this occurrence; the service's log has the same value. */
  readonly instance: string | undefined
  /** What the client should do, as one stable token. */
  readonly action: string | undefined
  /** What the client should do, in words. Present where the service's catalog puts it on the wire. */
  readonly guidance: string | undefined
  /** Which requests may be repeated; the status decides where the body does not. `fetchWithRetry()` follows it. */
  readonly retry: Retry
  /** Seconds to wait before that: the header, or the body's member where CORS hides the header. */
  readonly retryAfter: number | undefined
  /** For support tickets. Across origins, the server has to expose the header. */
  readonly requestId: string | undefined
}

/** A failure whose code this client knows. */
export interface KnownProblem<Code extends string = string, Extensions = NoExtensions> extends Failure {
  readonly code: Code
  /** The code as it was sent. It differs from `code` where it is a special case that this client does not know. */
  readonly rawCode: string
  /** The extension members of the code. They are typed by the catalog and not checked again. */
  readonly extensions: Extensions
}

/** Every other failure: a code that is newer than this client, a proxy's page, a broken body, nothing at all. */
export interface UnknownProblem extends Failure {
  readonly code: null
  /** The code as it was sent, if a problem was. */
  readonly rawCode: string | undefined
  readonly extensions: Readonly<Record<string, unknown>>
}

/**
 * What a response decodes to.
 *
 * `C` is the type of a catalog, or an object type that gives the extension members of each code.
 */
export type DecodedProblem<C> =
  | { [Code in CodeOf<C>]: KnownProblem<Code, ExtensionsIn<C[Code]>> }[CodeOf<C>]
  | UnknownProblem

type ExtensionsIn<T> =
  T extends ProblemClass<string, infer E, infer M> ? WithMembers<E, M> : T extends object ? T : NoExtensions

/** A member of every problem may be missing: a failure may come before there is a request. */
type WithMembers<E, M> = [keyof M] extends [never] ? E : Flat<E & Partial<M>>

/** An object that has every code as a key; its values do not matter. A catalog is one. */
export type Codes<C> = Readonly<Record<CodeOf<C>, unknown>>

export interface DecoderOptions {
  /**
   * The header that has the request's id.
   *
   * @default 'x-request-id'
   */
  requestIdHeader?: string
}

/** The extension members of a code that is known by name only. */
export type AnyMembers = Readonly<Record<string, unknown>>

/** Not a list: one is a list of codes, or a mistake. */
interface NoList { readonly [Symbol.iterator]?: never }

/** What `createDecoder()` makes. */
export type Decode<Problem> = (response: ResponseLike | ReadResponse) => Promise<Problem>

/**
 * Makes a decoder of the failures of one API.
 *
 * @param codes every code that the program handles, as keys: `createDecoder<typeof catalog>` makes a missing one a
 * compile error; for fewer codes say `Pick<typeof catalog, 'ORDER_NOT_FOUND'>`, the others are unknown then. Or a list
 * of codes, whose extension members have no types.
 * @returns a function that reads the body of a response, and never throws. It takes the response of any failed `fetch`;
 * one that did not fail (a status below 400) is left unread and is an unknown problem. It also takes what another
 * client has read already, as `{ status, headers?, body }`.
 * @example
 * const decode = createDecoder<typeof catalog>(codes)
 *
 * const response = await fetch('/orders/42')
 * if (!response.ok) {
 *   const problem = await decode(response)
 *   switch (problem.code) {
 *     case 'ORDER_NOT_FOUND': return showMissing(problem.extensions.orderId)
 *     case null: return showFailure(problem.detail ?? problem.title)
 *   }
 * }
 */
export function createDecoder<Code extends string, List extends Iterable<Code>> (
  codes: List & Iterable<Code>, options?: DecoderOptions
): Decode<DecodedProblem<Readonly<Record<Code, AnyMembers>>>>
export function createDecoder<C extends object> (
  codes: (C | Codes<C>) & NoList, options?: DecoderOptions
): Decode<DecodedProblem<C>>
export function createDecoder (
  codes: object, { requestIdHeader = 'x-request-id' }: DecoderOptions = {}
): Decode<never> {
  const known = new Set<unknown>(Symbol.iterator in codes ? (codes as Iterable<string>) : Object.keys(codes))
  return async function decode (response) {
    const { problem, retry, retryAfter } = await read(response)
    const {
      type = 'about:blank',
      title,
      status: bodyStatus,
      detail,
      instance,
      code: rawCode,
      action,
      refines,
      guidance,
      retry: _,
      retryAfter: __,
      ...extensions
    } = problem ?? {}
    return {
      code: [rawCode, rawCode && refines].find((name) => known.has(name)) ?? null,
      rawCode,
      status: response.status,
      bodyStatus,
      type: resolve(type, response.url),
      title,
      detail,
      instance: instance && resolve(instance, response.url),
      action,
      guidance,
      retry,
      retryAfter,
      requestId: header(response, requestIdHeader) || undefined,
      extensions
    } as never
  }
}

/** RFC 3986 §5. An absolute reference stays as it was sent, because it is compared as it is. */
function resolve (reference: string, base: string | undefined): string {
  try {
    return /^[^/?#]+:/.test(reference) ? reference : new URL(reference, base).href
  } catch {
    return reference
  }
}
