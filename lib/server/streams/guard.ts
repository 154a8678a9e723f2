/**
 * Stands between the stream that a route sends and the socket: passes its complete records on, and ends it with a
 * problem where it fails. It knows no catalog.
 */
import { finished, Readable, Transform } from 'node:stream'
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
  const guard = new Guard(format)
  finished(source, { writable: false }, (error) => {
    if (error) guard.fail(error, onFailure)
  })
  guard.once('close', () => source.destroy())
  return source.pipe(guard)
}

class Guard extends Transform {
  readonly #holder: Holder
  #failure: { readonly error: Error, readonly lastRecord: string | undefined } | undefined

  constructor (private readonly format: StreamFormat) {
    super()
    this.#holder = new Holder(format)
  }

  override _transform (chunk: Buffer, _encoding: BufferEncoding, done: (error: null, bytes?: Buffer) => void): void {
    const passed = this.#holder.take(chunk)
    if (passed.length > 0) done(null, passed)
    else done(null)
  }

  override _flush (done: (error: Error | null, bytes?: Buffer) => void): void {
    if (this.#failure === undefined) {
      done(null, this.#holder.rest())
      return
    }
    const { error, lastRecord } = this.#failure
    const last = lastRecord === undefined ? undefined : this.#holder.close(lastRecord)
    done(last === undefined ? error : null, last)
  }

  fail (error: Error, onFailure: OnStreamFailure): void {
    if (this.destroyed) return
    if (!this.#holder.hasBegun && this.writableLength === 0) {
      this.destroy(error)
      return
    }
    this.#failure = { error, lastRecord: onFailure(error, this.format) }
    // Records that a slow reader has not taken yet go first.
    this.end()
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
  if (typeof chunk === 'string') return Buffer.from(chunk)
  if (!ArrayBuffer.isView(chunk)) {
    throw new TypeError(`A chunk of a stream must be a text or bytes, got ${typeof chunk}`)
  }
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}
