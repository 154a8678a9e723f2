/**
 * What an answer that is a failure must be. Pure: an answer in, violations out.
 */
import { problemMediaType } from '../../http/media-type.js'
import { isRecord } from '../../json/record.js'
import { headerOf } from './answer.js'
import type { Answer, Expectation, Violation } from './answer.js'
import { bodyViolations } from './body.js'
import { headerViolations } from './headers.js'

interface Judgement {
  /** Absent where the answer is not a problem with a body. */
  readonly code?: string
  readonly violations: readonly Violation[]
}

/** The code of a failure, where there is one, and every rule that the answer breaks. */
export function judge (answer: Answer, expectation: Expectation): Judgement {
  const violations = leaks(answer, expectation)
  // A legacy envelope, for a client that did not ask for a problem: its form is the service's decision.
  if (isLegacy(answer)) return { violations }
  if (headerOf(answer, 'content-type') !== problemMediaType) {
    return { violations: [...violations, wrongMediaType(answer)] }
  }
  violations.push(...headerViolations(answer))
  if (answer.hasNoBody) return { violations }
  const body = toObject(answer.text)
  if (body === undefined) return { violations: [...violations, notAnObject(answer)] }
  violations.push(...bodyViolations(answer, body, expectation))
  return typeof body['code'] === 'string' ? { code: body['code'], violations } : { violations }
}

function leaks ({ text, headers }: Answer, { secret }: Expectation): Violation[] {
  if (!`${text} ${JSON.stringify(headers)}`.includes(secret)) return []
  return [[
    'Nothing of an unexpected error may reach the client',
    `the secret of the injected error, in ${text.includes(secret) ? 'the body' : 'a header'}`,
    'do not send messages or members of errors; let them come to the plugin'
  ]]
}

/** Fastify's own JSON has a charset; the one that it writes to a raw socket has no header for caches. */
function isLegacy (answer: Answer): boolean {
  if (headerOf(answer, 'content-type') !== 'application/json') return false
  return /\baccept\b/i.test(headerOf(answer, 'vary') ?? '') || headerOf(answer, 'cache-control') === 'no-store'
}

function wrongMediaType (answer: Answer): Violation {
  return [
    `The media type must be exactly ${problemMediaType}`, headerOf(answer, 'content-type') ?? 'none',
    'register the plugin first, with await; send problems with reply.problem(); let your own error handlers end with ' +
    'sendProblem()'
  ]
}

function notAnObject ({ text }: Answer): Violation {
  return ['The body must be a JSON object', text.slice(0, 80), 'send problems with reply.problem()']
}

function toObject (text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}
