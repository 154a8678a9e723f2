/**
 * What a reader of any form (document, source, data) hands to the merge: one place that mentions a code.
 */
import type { Definition, Texts } from '../../catalog/definition.js'

export type TextField = 'retry' | 'retryAfter' |
  keyof Pick<Definition, 'title' | 'description' | 'guidance' | 'action' | 'area' | 'type' | 'legacyCode'>

/**
 * How directly a status is stated: `stated` by the row, heading or line of the code; `example` by a body that shows the
 * code; `nearby` by the section or the title above it. A weaker one counts only where no stronger one exists.
 */
export type Evidence = 'stated' | 'example' | 'nearby'

/** One place that mentions a code. */
export interface Sighting {
  /** As the place spells it. */
  readonly spelling: string
  readonly statuses: readonly number[]
  readonly evidence?: Evidence
  readonly texts: Readonly<Partial<Record<TextField, string>>>
  /** Language tag → texts. */
  readonly locales?: Readonly<Record<string, Texts>>
  /** How the place marks the code as deprecated: struck through, `(deprecated)`. */
  readonly deprecated?: string
  /** Whether the section above an example states the same status. */
  readonly confirmed?: boolean
  /** The file, where there are several. */
  readonly file?: string
  /** In the file, from 1. */
  readonly line?: number | undefined
}

export interface Reading {
  readonly sightings: Sighting[]
  /** Sentences about repeating requests, and the codes that they name. */
  readonly hints: { text: string, codes: readonly string[] }[]
  /** What has no place in a catalog: its label → the codes that have it. */
  readonly unread: Map<string, string[]>
  /** Places that could not be read. */
  readonly notes: string[]
}

export function emptyReading (): Reading {
  return { sightings: [], hints: [], unread: new Map(), notes: [] }
}

/** All that was seen of one code. */
export interface Entry { readonly code: string, readonly sightings: readonly Sighting[] }

/** Asks the person who imports. */
export type Ask = (text: string) => void
