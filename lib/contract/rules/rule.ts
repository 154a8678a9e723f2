/**
 * A rule: how much a change matters, what it breaks, why, and what to do.
 */

/** `breaking` stops. `review` stops, too: a machine cannot judge it. `warning` and `fine` are only reported. */
export type Verdict = 'breaking' | 'review' | 'warning' | 'fine'

/** What breaks: `wire` a client that runs, `source` one that is compiled again, `semantic` what a client concludes. */
export type Breaks = '' | 'wire' | 'source' | 'semantic' | 'wire+source'

export interface Rule {
  readonly verdict: Verdict
  readonly breaks: Breaks
  /** Why the verdict is what it is. */
  readonly reason: string
  /** What to do about it; empty where there is nothing to do. */
  readonly fix: string
  /** What the rule needs beside the catalog: the snapshot to compare with, the routes of an app, or other services. */
  readonly needs: 'base' | 'app' | 'services' | 'nothing'
}

type Row = (breaks: Breaks, reason: string, fix?: string, needs?: Rule['needs']) => Rule

const row = (verdict: Verdict): Row => (breaks, reason, fix = '', needs = 'base') =>
  Object.freeze({ verdict, breaks, reason, fix, needs })

export const breaking = row('breaking')
export const review = row('review')
export const warning = row('warning')
export const fine = row('fine')
