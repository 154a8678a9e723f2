/**
 * Between the stream that a route sends and the socket: passes its complete records on, and ends it with a problem
 * where it fails. Does not know catalogs.
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
 * The stream that is sent instead of the source. Backpressure reaches the source, and a reader that leaves closes it.
 * Where the source fails before its first record, this stream fails as well, because the status is not sent yet.
 */
export function guardStream (source: Readable, format: StreamFormat, onFailure: OnStreamFailure): Readable {
  const guard = new Guard(source, format)
  finished(source, { writable: false }, (error) => {
    if (error) guard.fail(error, onFailure)
    else guard.end()
  })
  return guard
}

/** Not a Transform, whose writable side costs each chunk more than all other work. */
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
    // Records that a slow reader has not read yet go first.
    this.push(last)
    this.push(null)
  }
}

/**
 * The same for a web stream, such as the body of a `Response`. Where it has no records, its failure is reported, and
 * breaks it off. The stream itself stays, but its readers read through the guard: a second stream would cost each chunk
 * half as much as all other work.
 */
export function guardWebStream (
  source: ReadableStream<unknown>, format: StreamFormat | undefined, onFailure: OnStreamFailure
): void {
  const getReader = source.getReader.bind(source)
  source.getReader = ((options?: { mode: 'byob' }) =>
    options?.mode === undefined ? guardReader(getReader(), format, onFailure) : getReader(options)
  ) as typeof source.getReader
}

type Reader = ReadableStreamDefaultReader<unknown>
type Result = Awaited<ReturnType<Reader['read']>>

function guardReader (reader: Reader, format: StreamFormat | undefined, onFailure: OnStreamFailure): Reader {
  const read = reader.read.bind(reader)
  const holder = new Holder(format ?? noRecords)
  let isOver = false
  let finish = (): void => {}
  let breakOff = (_error: unknown): void => {}
  const closed = new Promise<undefined>((resolve, reject) => {
    finish = () => { isOver = true; resolve(undefined) }
    breakOff = reject
  })
  closed.catch(() => {})

  function pass ({ done, value }: Result): Result | Promise<Result> {
    try {
      const bytes = done ? holder.rest() : holder.take(toBuffer(value))
      if (done) finish()
      if (bytes.length > 0) return { done: false, value: bytes }
    } catch (error) {
      reader.cancel(error).catch(() => {})
      return fail(error)
    }
    return done ? end : read().then(pass, fail)
  }

  function fail (error: unknown): Result {
    const lastRecord = holder.hasBegun ? onFailure(error, format) : undefined
    const value = lastRecord === undefined ? undefined : holder.close(lastRecord)
    if (value === undefined) {
      breakOff(error)
      throw error
    }
    finish()
    return { done: false, value }
  }

  return Object.defineProperties(reader, {
    read: { value: () => isOver ? Promise.resolve(end) : read().then(pass, fail) },
    closed: { value: closed }
  })
}

const end: Result = { done: true, value: undefined }

const noRecords: StreamFormat = { completeLength: (bytes) => bytes.length, lastRecord: () => '', absorb: undefined }

/** @throws {TypeError} for a chunk that is neither a text nor bytes, which Fastify does not send either */
function toBuffer (chunk: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk
  if (typeof chunk === 'string') return Buffer.from(chunk)
  if (!ArrayBuffer.isView(chunk)) {
    throw new TypeError(`A chunk of a stream must be a text or bytes, got ${typeof chunk}`)
  }
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}
