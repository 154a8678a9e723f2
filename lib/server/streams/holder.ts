/**
 * Holds the start of a record back until the record is complete, so that a failure does not cut it in two. Pure.
 */
import type { StreamFormat } from './format.js'

/** The most bytes that are held back; the start of a longer record is passed on. */
const maxHeld = 16_384

const none: Buffer = Buffer.alloc(0)

export class Holder {
  #held = none
  #isInRecord = false
  #hasBegun = false

  constructor (private readonly format: StreamFormat) {}

  /** Whether anything was passed on. */
  get hasBegun (): boolean { return this.#hasBegun }

  /** Takes a chunk, and gives the bytes that may be passed on, which may be none. */
  take (chunk: Buffer): Buffer {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    const complete = this.format.completeLength(bytes)
    if (complete === bytes.length) return this.#passWhole(bytes)
    // Where the start of a record was passed on, its rest follows at once.
    const passesAll = bytes.length - complete > maxHeld || (complete === 0 && this.#isInRecord)
    const passed = passesAll ? bytes.length : complete
    if (passed > 0) {
      this.#hasBegun = true
      this.#isInRecord = passed > complete
    }
    this.#held = bytes.subarray(passed)
    return bytes.subarray(0, passed)
  }

  #passWhole (bytes: Buffer): Buffer {
    if (bytes.length === 0) return bytes
    this.#hasBegun = true
    this.#isInRecord = false
    this.#held = none
    return bytes
  }

  /** The bytes that are left where the stream ends by itself. */
  rest (): Buffer {
    return this.#held
  }

  /** The end of a failed stream, instead of the bytes that are left; `undefined` where readers would misread it. */
  close (lastRecord: string): Buffer | undefined {
    if (!this.#isInRecord) return Buffer.from(lastRecord)
    return this.format.absorb === undefined ? undefined : Buffer.from(this.format.absorb + lastRecord)
  }
}
