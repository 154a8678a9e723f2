/**
 * What a response says about its failure, read without trust. The decoder and the retries share it.
 * It knows neither the catalog nor a platform, and never throws.
 */
import type { Retry } from '../catalog/status.js'

/** What is needed of a response: that of every `fetch` has it. */
export interface ResponseLike {
  readonly status: number
  /** Where the answer came from, after redirects. Relative references are resolved against it. */
  readonly url?: string
  readonly headers: { get (name: string): string | null }
  /** With a `body` that is a web stream, as that of every `fetch`, no more is read than what a problem can need. */
  clone (): { text (): Promise<string>, readonly body?: unknown }
}

/** What a client has read already: openapi-fetch, ofetch, axios and others. */
export interface ReadResponse {
  readonly status: number
  readonly url?: string | undefined
  /** Anything with `get(name)`, or an object with names in lower case. Without them, the body counts as JSON. */
  readonly headers?: { get (name: string): unknown } | Readonly<Record<string, unknown>> | undefined
  /** What was parsed, or the text. */
  readonly body: unknown
  readonly clone?: undefined
}

/** A problem in its wire form, as far as it can be known without its catalog. */
export interface ProblemBody {
  readonly type: string
  readonly status: number
  readonly code: string
  readonly [member: string]: unknown
}

/** The members of the format as they can be relied on; beside them the extension members, as they are. */
export interface Body {
  readonly type?: string
  readonly title?: string
  readonly status?: number
  readonly detail?: string
  readonly instance?: string
  readonly code?: string
  readonly retry?: unknown
  readonly retryAfter?: number
  readonly action?: string
  readonly refines?: string
  readonly guidance?: string
  readonly [member: string]: unknown
}

/** What a response says, with any code. */
export interface Reading {
  readonly problem: Body | undefined
  readonly retry: Retry
  readonly retryAfter: number | undefined
}

/**
 * Whether a value is a problem in its wire form: an object that has a `type`, a `status` and a `code`. For a problem
 * that does not arrive as a response, such as a message or an event of a stream.
 *
 * @example
 * socket.onmessage = ({ data }) => {
 *   const message: unknown = JSON.parse(data)
 *   if (isProblem(message)) showError(message.code)
 * }
 */
export function isProblem (value: unknown): value is ProblemBody {
  return ['type', 'status', 'code'].every((name) => typeof (value as Body | null)?.[name] === typeof format[name])
}

/** Reads a copy of the body, and only where it can be a problem: a page of HTML says nothing, and may never end. */
export async function read (response: ResponseLike | ReadResponse): Promise<Reading> {
  const { status } = response
  // A body that another client has read, without headers, counts as JSON.
  const mediaType = header(response, 'content-type') || (response.clone ? '' : 'json')
  const body = status >= 400 && /json/i.test(mediaType) ? await readObject(response) : undefined
  const problem = body?.type != null || /problem\+json/i.test(mediaType) ? body : undefined
  // A problem with a code is the service's own statement. Anything else promises little: a proxy does not know what was
  // executed.
  const retry = problem?.code != null ? problem.retry : repeatable.test(status as never) && 'idempotent'
  return {
    problem,
    retry: retry === 'any' || retry === 'idempotent' ? retry : 'none',
    retryAfter: [secondsOf(response), body?.retryAfter].find((seconds) => seconds! >= 0)
  }
}

type Headers = { get?: (name: string) => unknown } & Readonly<Record<string, unknown>> | undefined

export function header ({ headers }: { readonly headers?: object | undefined }, name: string): string {
  return ((headers as Headers)?.get?.(name) ?? (headers as Headers)?.[name] ?? '') as string
}

const repeatable = /408|425|429|50[0234]/

/** The members of the format: their names, and values of their types. */
const format: Readonly<Record<string, string | number>> = {
  type: '',
  title: '',
  status: 0,
  detail: '',
  instance: '',
  code: '',
  retryAfter: 0,
  action: '',
  refines: '',
  guidance: ''
}

/** The text of a body; '' for one that does not end. A parsed body is written again, and so copied. */
export async function textOf (response: ResponseLike | ReadResponse): Promise<string> {
  if (!response.clone) return typeof response.body === 'string' ? response.body : JSON.stringify(response.body)
  const copy = response.clone()
  const reader = (copy.body as Partial<ReadableStream<Uint8Array>> | null | undefined)?.getReader?.()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<string>((resolve) => { timer = setTimeout(resolve, 2000, '') })
  return Promise.race([reader ? readAll(reader) : copy.text(), late]).finally(() => {
    clearTimeout(timer)
    reader?.cancel().catch(() => {})
  })
}

/** Stops at 64 kB, because few compressed bytes can be gigabytes of text; a longer body is not a problem. */
async function readAll (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  while (size <= 65_536) {
    const { done, value } = await reader.read()
    if (done) return text
    size += value.length
    text += decoder.decode(value, { stream: true })
  }
  return ''
}

/**
 * The JSON object in a body; `undefined` for everything else: nothing, half of it, a list, a body that was read before.
 */
async function readObject (response: ResponseLike | ReadResponse): Promise<Body | undefined> {
  try {
    const text = await textOf(response)
    if (!/^\s*\{/.test(text)) return undefined
    const body = JSON.parse(text) as Record<string, unknown>
    // RFC 9457 §3.1: a member of another type is ignored, as if it were absent.
    for (const name in format) if (typeof body[name] !== typeof format[name]) delete body[name]
    return body
  } catch {
    // Only the status is known.
  }
}

/** `Retry-After` (RFC 9110 §10.2.3); a date is read against the server's own clock, where that can be read. */
function secondsOf (response: ResponseLike | ReadResponse): number {
  const value = header(response, 'retry-after')
  const now = toTime(header(response, 'date')) || Date.now()
  return /^\d+$/.test(value) ? +value : Math.max(0, (toTime(value) - now) / 1000)
}

/** An HTTP date in the form that has to be sent (RFC 9110 §5.6.7); `NaN` for anything else. */
function toTime (value: string): number {
  const date = new Date(value)
  return date.toUTCString() === value ? +date : NaN
}
