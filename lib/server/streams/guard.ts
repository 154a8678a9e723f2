/**
 * Stands between the stream that a route sends and the socket: passes its complete records on, and ends it with a
 * problem where it fails. It knows no catalog.
 */
import { finished, Readable } from 'node:stream'
import type { StreamFormat } from './format.js'
import { Holder } from './holder.js'

/**
 * Called once where a stream fails after its first record.
 *
 * @returns the last record; `undefined` breaks the stream off
 */
export type OnStreamFailure = (error: unknown, format?: StreamFormat) => string | undefined

/**
 * What is sent instead of the source. Backpressure goes through to the source, and a reader that leaves closes it.
 * A source that fails before its first record fails here as well: there is still a status to choose then.
 */
export function guardStream (source: Readable, format: StreamFormat, onFailure: OnStreamFailure): Readable {
  const guard = new Guard(source, format)
  finished(source, { writable: false }, (error) => {
    if (error) guard.fail(error, onFailure)
    else guard.end()
  })
  return guard
}

/** No Transform: its writable side costs each chunk more than all the rest. */
class Guard extends Readable {
  readonly #holder: Holder

  constructor (private readonly source: Readable, private readonly format: StreamFormat) {
    super()
    this.#holder = new Holder(format)
    source.pause()
    source.on('data', (chunk: unknown) => this.#take(chunk))
  }

  override _read (): void {
    this.source.resume()
  }

  override _destroy (error: Error | null, done: (error: Error | null) => void): void {
    this.source.destroy()
    done(error)
  }

  #take (chunk: unknown): void {
    try {
      const passed = this.#holder.take(toBuffer(chunk))
      if (passed.length > 0 && !this.push(passed)) this.source.pause()
    } catch (error) {
      this.source.destroy(error as Error)
    }
  }

  end (): void {
    if (this.destroyed) return
    const rest = this.#holder.rest()
    if (rest.length > 0) this.push(rest)
    this.push(null)
  }

  fail (error: Error, onFailure: OnStreamFailure): void {
    if (this.destroyed) return
    const lastRecord = this.#holder.hasBegun ? onFailure(error, this.format) : undefined
    const last = lastRecord === undefined ? undefined : this.#holder.close(lastRecord)
    if (last === undefined) {
      this.destroy(error)
      return
    }
    // Records that a slow reader has not taken yet go first.
    this.push(last)
    this.push(null)
  }
}

/**
 * The same for a web stream, such as the body of a `Response`. Where it has no records, its failure is reported, and
 * breaks it off.
 */
export function guardWebStream (
  source: ReadableStream<unknown>,
  format: StreamFormat | undefined,
  onFailure: OnStreamFailure
): ReadableStream<Uint8Array> {
  const reader = source.getReader()
  const holder = new Holder(format ?? noRecords)
  return new ReadableStream<Uint8Array>({
    async pull (controller) {
      try {
        await passOn(reader, holder, controller)
      } catch (error) {
        const lastRecord = holder.hasBegun ? onFailure(error, format) : undefined
        const last = lastRecord === undefined ? undefined : holder.close(lastRecord)
        if (last === undefined) {
          controller.error(error)
          return
        }
        controller.enqueue(last)
        controller.close()
      }
    },
    cancel: (reason) => reader.cancel(reason)
  }, { highWaterMark: 0 })
}

const noRecords: StreamFormat = { completeLength: (bytes) => bytes.length, lastRecord: () => '', absorb: undefined }

/** Reads until something can be passed on: a stream that is pulled and gives nothing is not pulled again. */
async function passOn (
  reader: ReadableStreamDefaultReader<unknown>,
  holder: Holder,
  controller: ReadableStreamDefaultController<Uint8Array>
): Promise<void> {
  for (;;) {
    const { done, value } = await reader.read()
    const bytes = done ? holder.rest() : holder.take(toBuffer(value))
    if (bytes.length > 0) controller.enqueue(bytes)
    if (done) controller.close()
    if (done || bytes.length > 0) return
  }
}

/** @throws {TypeError} for what is neither a text nor bytes: Fastify does not send that either */
function toBuffer (chunk: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk
  if (typeof chunk === 'string') return Buffer.from(chunk)
  if (!ArrayBuffer.isView(chunk)) {
    throw new TypeError(`A chunk of a stream must be a text or bytes, got ${typeof chunk}`)
  }
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}
