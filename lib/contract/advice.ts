/**
 * Advice about what is allowed and may still surprise. It decides nothing.
 */
import { withoutHeadCopies } from './snapshot/routes.js'
import type { ProblemOperation } from './snapshot/routes.js'
import type { Snapshot } from './snapshot/index.js'

/** One sentence for each place, in the order of routes and codes. */
export function adviceOn (
  { problems }: Pick<Snapshot, 'problems'>, operations: readonly ProblemOperation[] = []
): string[] {
  return [
    ...withoutHeadCopies(operations).flatMap(ofOperation),
    ...Object.entries(problems).flatMap(([code, problem]) => [...ofNames(code, problem), ...ofType(code, problem)])
  ]
}

type Problem = Snapshot['problems'][string]

function ofOperation ({ method, url, describedTwice }: ProblemOperation): string[] {
  return describedTwice.map((code) =>
    `${method} ${url} describes a response of the status of ${code} itself: the document shows that one, and the ` +
    'problem is sent. Delete it from schema.response.'
  )
}

function ofNames (code: string, { extensions }: Problem): string[] {
  const names = Object.keys(Object(extensions?.['properties']) as object).filter((name) => name.includes('-'))
  return names.map(
    (name) =>
      `${code} has an extension with a hyphen, '${name}': RFC 9457 §3.2 asks for letters, digits and _, and some ` +
      'generators of clients rename it. Keep it where others prescribe it.'
  )
}

function ofType (code: string, { type }: Problem): string[] {
  if (!/^https?:\/\/(?:www\.)?iana\.org\/assignments\/http-problem-types#/i.test(type)) return []
  return [
    `${code} has a type of the IANA registry, ${type}: its meaning and its members are those of the registry (RFC ` +
    '9457 §4.2). Make sure that it is registered.'
  ]
}
