/**
 * The name of an occurrence: `urn:uuid:` and a random UUID (RFC 9562 §5.4).
 *
 * Node's `randomUUID()` puts each one together of twenty pieces, which costs a twentieth of the whole answer. So they
 * are written 128 at a time, as one text of which each is a part.
 */
import { randomFillSync } from 'node:crypto'

const form = 'urn:uuid:00000000-0000-4000-8000-000000000000'
const amount = 128

const digits = Buffer.from('0123456789abcdef')
/** Where the two digits of each byte stand. */
const places = Array.from(form.matchAll(/\d\d/g), ({ index }) => index)
const random = Buffer.alloc(amount * places.length)
const written = Buffer.from(form.repeat(amount))

let names = ''
let next = 0

export function newInstance (): string {
  if (next === names.length) {
    names = writeNames()
    next = 0
  }
  next += form.length
  return names.slice(next - form.length, next)
}

function writeNames (): string {
  randomFillSync(random)
  for (let index = 0; index < amount; index++) {
    const from = index * places.length
    random[from + 6] = random[from + 6]! & 0x0f | 0x40
    random[from + 8] = random[from + 8]! & 0x3f | 0x80
    for (let offset = 0; offset < places.length; offset++) {
      const byte = random[from + offset]!
      const place = index * form.length + places[offset]!
      written[place] = digits[byte >> 4]!
      written[place + 1] = digits[byte & 15]!
    }
  }
  return written.toString('latin1')
}
