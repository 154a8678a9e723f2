/** `WWW-Authenticate` of a 401 that knows why (RFC 6750 §3). */
import type { ProblemType } from '../catalog/definition.js'

/**
 * The challenge of the type with the reason added. Another scheme than Bearer has no such parameter, and stays as it
 * is.
 */
export function withChallenge ({ headers }: ProblemType, error: string): Record<string, string> {
  const challenge = headers['www-authenticate'] ?? ''
  if (!/^Bearer(?: |$)/i.test(challenge)) return {}
  return { 'www-authenticate': `${challenge}${/\s\S/.test(challenge) ? ',' : ''} error="${error}"` }
}
