import type { Failure, FailureContext } from './classify.js'

export function recognizeUpstream (_error: unknown, _context: FailureContext): Failure | undefined {
  return undefined
}
