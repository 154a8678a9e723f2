/** The causes of an error, the nearest first: a few, and each once, whatever they point at. */
import { member } from '../json/untrusted.js'

const maxDepth = 6

export function causesOf (error: unknown): readonly unknown[] {
  const causes: unknown[] = []
  let cause = nextCause(error)
  while (cause !== undefined && cause !== error && causes.length < maxDepth && !causes.includes(cause)) {
    causes.push(cause)
    cause = nextCause(cause)
  }
  return causes
}

/** Of an AggregateError the first one; JWT libraries say `originalError`. */
function nextCause (error: unknown): unknown {
  const cause = member(error, 'cause') ?? member(error, 'originalError') ?? member(member(error, 'errors'), '0')
  return cause === null ? undefined : cause
}
