/**
 * `fetch` that repeats what may be repeated, and nothing else. The rules are in `read.ts`; here is when and how often.
 */
import { read } from './read.js'
import type { Reading, ResponseLike } from './read.js'

// The types of the platform that compiles this, be it a browser, Deno, Bun or Node; declared for one that has none.
type PlatformFetch = typeof globalThis extends { fetch: infer F extends (...args: never[]) => Promise<unknown> }
  ? F
  : (input: string, init?: object) => Promise<ResponseLike>

/** The platform's `fetch`, or a function like it. */
export type Fetch = (input: FetchInput, init?: FetchInit) => Promise<FetchResponse>
export type FetchInput = Parameters<PlatformFetch>[0]
export type FetchInit = Parameters<PlatformFetch>[1]
export type FetchResponse = Awaited<ReturnType<PlatformFetch>>

export interface RetryOptions {
  /**
   * What sends the request.
   *
   * @default the platform's `fetch`
   */
  fetch?: Fetch
  /**
   * How often a request is repeated at most.
   *
   * @default 2
   */
  retries?: number
  /**
   * The longest wait that is accepted, in milliseconds. A server that asks for a longer one is not asked again.
   *
   * @default 30_000
   */
  maxDelay?: number
}

/**
 * Like `fetch`, and repeats the request where that can do no harm.
 *
 * A problem's own `retry` decides: `any` repeats every request, `idempotent` those whose method is idempotent
 * (RFC 9110 §9.2.2) or that have an `Idempotency-Key`, absent none. Where no problem with a code can be read, the
 * status decides, and nothing counts as more than `idempotent`; so does a network error. A body that is a stream is
 * sent once.
 *
 * @returns the last response, with any status
 * @throws what `fetch` throws: the last network error, or the reason of the `signal`, which ends a wait, too
 * @example
 * const response = await fetchWithRetry('/orders', { method: 'POST', body, headers: { 'idempotency-key': key } })
 * if (!response.ok) showProblem(await decode(response))
 */
export async function fetchWithRetry (
  input: FetchInput, init?: FetchInit, options: RetryOptions = {}
): Promise<FetchResponse> {
  const { fetch = globalThis.fetch, retries = 2, maxDelay = 30_000 } = options
  const request = input as Partial<Request>

  for (let attempt = 0; ; attempt++) {
    const answer = fetch(input, init)
    const response = await answer.catch(() => undefined)
    if (attempt >= retries || isSpent(request, init)) return answer

    const { retry, retryAfter = 0 } = response ? await read(response) : networkError
    const wait = retryAfter * 1000
    if (retry === 'none' || wait > maxDelay || (retry === 'idempotent' && !isIdempotent(request, init))) return answer

    // Frees the connection; whether that fails does not matter.
    response?.body?.cancel().catch(() => {})
    // Upwards only: never before the time that the server gave, and not all clients at once.
    const delay = Math.max(wait, Math.min(250 * 2 ** attempt, maxDelay)) * (1 + Math.random() / 4)
    await sleep(delay, init?.signal ?? request.signal)
  }
}

/** Whether the request was executed is not known. */
const networkError: Pick<Reading, 'retry' | 'retryAfter'> = { retry: 'idempotent', retryAfter: undefined }

function isIdempotent ({ method, headers }: Partial<Request>, init: FetchInit): boolean {
  return /^(GET|HEAD|OPTIONS|PUT|DELETE)$/i.test(init?.method ?? method ?? 'GET') ||
    new Headers(init?.headers ?? headers).has('idempotency-key')
}

/** Whether the body was a stream, which can be sent once; that of a `Request` is one. */
function isSpent ({ bodyUsed }: Partial<Request>, init: FetchInit): boolean {
  const body = init?.body as Partial<ReadableStream> | null | undefined
  return !!(bodyUsed || body?.getReader || body?.[Symbol.asyncIterator])
}

/** A timer takes 31 bits at most, and fires at once for more. */
const longest = 2 ** 31 - 1

async function sleep (delay: number, signal: AbortSignal | null | undefined): Promise<void> {
  for (let left = delay; left > 0; left -= longest) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(end, signal?.aborted ? 0 : Math.min(left, longest))
      signal?.addEventListener('abort', end)

      function end () {
        clearTimeout(timer)
        signal?.removeEventListener('abort', end)
        resolve()
      }
    })
    signal?.throwIfAborted()
  }
}
