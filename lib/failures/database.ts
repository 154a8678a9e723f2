import type { Failure, FailureContext } from './classify.js'

export function recognizeDatabase (_error: unknown, _context: FailureContext): Failure | undefined {
  return undefined
}
