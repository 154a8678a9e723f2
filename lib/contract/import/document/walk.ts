/**
 * Where the reader of a document is, and what it has read.
 */
import { errorContext, otherContext } from './labels.js'
import { areaOf } from './table/columns.js'
import { emptyReading } from '../sighting.js'
import type { Reading, Sighting, TextField } from '../sighting.js'

/** A sighting that the text below its heading still adds to. */
export interface OpenSighting extends Sighting {
  statuses: readonly number[]
  texts: Partial<Record<TextField, string>>
  deprecated?: string
}

interface Section { readonly depth: number, readonly text: string, readonly statuses: readonly number[] }

export interface Walk extends Reading {
  /** The headings above that name no code. */
  sections: Section[]
  /** The heading of the code that the text belongs to. */
  current: { readonly depth: number, readonly sighting: OpenSighting, label: string | undefined } | undefined
  /** The paragraph right above a table or a list, such as `Errors with status 404:`. */
  title: { readonly text: string, readonly statuses: readonly number[] } | undefined
  /** The status that a label of the section states, before a label names the code. */
  stated: number | undefined
  /** What the fence right above shows. */
  example: OpenSighting[] | undefined
  /** The line of the document that holds a text; `undefined` where none does. */
  readonly lineOf: (text: string) => number | undefined
}

export function startWalk (lineOf: Walk['lineOf']): Walk {
  const nothing = { current: undefined, title: undefined, stated: undefined, example: undefined }
  return { ...emptyReading(), ...nothing, sections: [], lineOf }
}

export function enterSection (walk: Walk, section: Section): void {
  walk.sections = [...walk.sections.filter(({ depth }) => depth < section.depth), section]
}

/** The one status that the title or the section above states; none where it states none. */
export function nearbyStatus ({ title, sections }: Walk): number | undefined {
  return title?.statuses[0] ?? sections.findLast(({ statuses }) => statuses.length > 0)?.statuses[0]
}

export function areaAbove ({ sections }: Walk): string | undefined {
  return sections
    .filter(({ depth }) => depth > 1)
    .map(({ text }) => areaOf(text))
    .findLast((area) => area !== undefined)
}

/** Whether the title, or a heading above, is about errors: the nearest one that has a known subject counts. */
export function isAboutErrors ({ title, sections }: Walk): boolean {
  const nearest = [title, ...sections.toReversed()].find(
    (above) => above && (errorContext.test(above.text) || otherContext.test(above.text))
  )
  return nearest !== undefined && errorContext.test(nearest.text)
}

/** What the place itself states, or else what is nearby. */
export function see (walk: Walk, sighting: Sighting): OpenSighting {
  const nearby = nearbyStatus(walk)
  const area = areaAbove(walk)
  const texts = { ...(area !== undefined && sighting.evidence !== 'example' && { area }), ...sighting.texts }
  const isSilent = sighting.statuses.length === 0 && nearby !== undefined
  const line = walk.lineOf(sighting.spelling)
  const seen: OpenSighting = {
    ...sighting,
    texts,
    ...(line !== undefined && { line }),
    ...(isSilent && { statuses: [nearby], evidence: 'nearby' as const })
  }
  walk.sightings.push(seen)
  return seen
}

/** Keeps a place that was not read, with its line. */
export function note ({ notes, lineOf }: Walk, text: string, source: string): void {
  const line = lineOf(source)
  notes.push(line === undefined ? text : `${text} (line ${line})`)
}

export function noteUnread ({ unread }: Walk, label: string, spellings: readonly string[]): void {
  unread.set(label, [...new Set([...unread.get(label) ?? [], ...spellings])])
}
