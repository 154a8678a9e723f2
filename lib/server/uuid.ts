/**
 * Random UUIDs (RFC 9562 §5.4), written many at once: each problem has one, and to write one by one costs twice as
 * much.
 */
import { randomFillSync } from 'node:crypto'

const count = 128
const length = 36
const random = Buffer.alloc(count * 16)
const written = Buffer.alloc(count * length, '-')
const digits = Buffer.from('0123456789abcdef')

let texts = ''
let next = 0

export function createUuid (): string {
  if (next === texts.length) {
    texts = writeAll()
    next = 0
  }
  next += length
  return texts.slice(next - length, next)
}

function writeAll (): string {
  randomFillSync(random)
  let to = 0
  for (let from = 0; from < random.length; from++) {
    const place = from % 16
    const byte = withMark(random[from]!, place)
    if (place === 4 || place === 6 || place === 8 || place === 10) to++
    written[to++] = digits[byte >> 4]!
    written[to++] = digits[byte & 15]!
  }
  return written.toString('latin1')
}

/** The version, and the variant. */
function withMark (byte: number, place: number): number {
  return place === 6 ? byte & 0x0f | 0x40 : place === 8 ? byte & 0x3f | 0x80 : byte
}
