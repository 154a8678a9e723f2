/** The answer to the question whose error it is. Types only. */

/** The step of the rule that decided. */
export type Step = 'statement' | 'proof' | 'speaks for itself' | 'maker' | 'unknown maker'

export interface Verdict {
  /** Who stated the status: the application, or a service behind it. */
  readonly whose: 'application' | 'service'
  readonly by: Step
  /** The evidence in a few words: names of members, classes and packages, never a value. */
  readonly because: string
  /** The status that counts: the application's, or the one that the other service answered. */
  readonly status?: number | undefined
  /** The message may be another service's, although the status is the application's. */
  readonly withheld?: true
}
