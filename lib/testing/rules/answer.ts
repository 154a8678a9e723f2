/**
 * An answer as the rules see it, and the form of a violation.
 */
import type { AnyCatalog } from '../../catalog/definition.js'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
  /** An answer to HEAD has no body. */
  readonly hasNoBody: boolean
}

export interface Expectation {
  readonly catalog: AnyCatalog
  readonly secret: string
  /** The codes that the route declares; `undefined` where it declares none, or the kit injected the failure. */
  readonly declared: ReadonlySet<string> | undefined
}

/** A rule that was broken, what there was instead, and what helps. */
export type Violation = readonly [rule: string, actual: string, cure: string]

export function headerOf ({ headers }: Answer, name: string): string | undefined {
  const value = headers[name]
  return value === undefined ? undefined : String(value)
}
