/**
 * Random UUIDs (RFC 9562 §5.4), written many at once: each problem has one. By one expression, since a loop is compiled
 * by V8 in the first requests of a process, which costs them more than it saves.
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

/** With the version and the variant in their places. */
function writeAll (): string {
  const digits = randomBytes(count * 16).toString('hex')
  return digits.replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/g, '$1-$2-4$3-8$4-$5')
}
