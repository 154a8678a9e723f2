/**
 * Random UUIDs (RFC 9562 §5.4), written many at once, because each problem has one. The loop writes only the characters
 * that are not random: V8 would compile a longer one during the first requests, which costs more than it saves.
 */
import { randomBytes } from 'node:crypto'

const count = 128
const length = 36

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

const [hyphen, version, variant] = Buffer.from('-48') as unknown as [number, number, number]

function writeAll (): string {
  const texts = Buffer.from(randomBytes(count * length / 2).toString('hex'), 'latin1')
  for (let at = 0; at < texts.length; at += length) {
    texts[at + 8] = texts[at + 13] = texts[at + 18] = texts[at + 23] = hyphen
    texts[at + 14] = version
    texts[at + 19] = variant
  }
  return texts.toString('latin1')
}
