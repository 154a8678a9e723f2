/**
 * A failure in the middle of a stream: how the kit makes one, and what a stream that failed must be.
 */
import { Readable } from 'node:stream'
import type { FastifyInstance, InjectOptions } from 'fastify'
import type { AnyCatalog } from '../catalog/definition.js'
import type { Violation } from './rules/answer.js'

/** The same stream, which fails after its first piece; `undefined` for a value that is not a stream. */
export function breakStream (payload: unknown, error: Error): unknown {
  if (payload instanceof Response) {
    const { body, status, statusText, headers } = payload
    return body === null ? undefined : new Response(toWeb(failAfterOne(body, error)), { status, statusText, headers })
  }
  if (payload instanceof ReadableStream) return toWeb(failAfterOne(payload, error))
  return payload instanceof Readable ? Readable.from(failAfterOne(payload, error), { objectMode: false }) : undefined
}

async function * failAfterOne (source: AsyncIterable<unknown>, error: Error): AsyncGenerator<unknown, void, undefined> {
  const pieces = source[Symbol.asyncIterator]()
  const { done, value } = await pieces.next()
  if (done !== true) yield value
  await pieces.return?.()
  throw error
}

function toWeb (source: AsyncIterable<unknown>): ReadableStream<Uint8Array> {
  return Readable.toWeb(Readable.from(source, { objectMode: false })) as ReadableStream<Uint8Array>
}

interface StreamAnswer {
  /** The media type. */
  readonly type: string
  readonly text: string
  /** Whether it ended, and was not broken off. */
  readonly ended: boolean
}

/** Reads it piece by piece: `inject()` gives the text of a stream that breaks off only while it comes. */
export async function streamOf (app: FastifyInstance, message: InjectOptions, timeout: number): Promise<StreamAnswer> {
  const response = await app.inject({ ...message, payloadAsStream: true })
  const type = String(response.headers['content-type'] ?? '')
  const stream = response.stream()
  const timer = setTimeout(() => stream.destroy(), timeout)
  let text = ''
  try {
    for await (const chunk of stream) text += String(chunk)
    return { type, text, ended: true }
  } catch {
    return { type, text, ended: false }
  } finally {
    clearTimeout(timer)
  }
}

/** A stream of events must end with a problem. Every other stream must break off, or be JSON that ends. */
export function judgeStream ({ type, text, ended }: StreamAnswer, catalog: AnyCatalog, secret: string): Violation[] {
  if (text.includes(secret)) {
    return [
      [
        'Nothing of an unexpected error may reach the client', 'the secret of the injected error, in the stream',
        'do not write messages or members of errors'
      ]
    ]
  }
  if (!type.startsWith('text/event-stream')) {
    return ended && !type.includes('json')
      ? [
          [
            'A stream that failed must not look complete',
            `${type} that ended`,
            'let its failure come to the plugin: send the stream, and catch nothing'
          ]
        ]
      : []
  }
  const code = codeOfLastEvent(text)
  return ended && code !== undefined && Object.hasOwn(catalog, code)
    ? []
    : [
        [
          'A stream of events that failed must end with the event problem',
          text.slice(-80),
          'send the stream with reply.send(), or end it with endWithProblem()'
        ]
      ]
}

function codeOfLastEvent (text: string): string | undefined {
  const [, data = ''] = /event: problem\n(?:retry: \d+\n)?data: (.*)\n\n$/.exec(text) ?? []
  try {
    const code: unknown = (JSON.parse(data) as { code?: unknown }).code
    return typeof code === 'string' ? code : undefined
  } catch {
    return undefined
  }
}
