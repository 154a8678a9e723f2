/**
 * The status of a code, by the strongest evidence; where that is not clear, a question.
 */
import { standardDefinitions } from '../../catalog/standard.js'
import type { StandardCode } from '../../catalog/standard.js'
import { isStandardCode } from '../../catalog/standard.js'
import type { Ask, Entry, Evidence, Sighting } from './sighting.js'

function lineOf (sightings: readonly Sighting[]): string {
  const [first] = sightings.filter(({ line }) => line !== undefined)
  if (first === undefined) return ''
  return first.file === undefined ? ` (line ${first.line})` : ` (${first.file}, line ${first.line})`
}

/** Which file states what; without names where one document contradicts itself. */
function describeStatuses (statuses: readonly number[], sightings: readonly Sighting[]): string {
  const files = new Set(sightings.flatMap(({ file }) => file ?? []))
  const noun = statuses.length > 1 ? 'statuses' : 'status'
  if (files.size === 0) return `the document states the ${noun} ${statuses.join(' and ')}`
  return [...files].flatMap((name) => {
    const found = sightings.filter(({ file }) => file === name)
    const stated = statuses.filter((status) => found.some((one) => one.statuses.includes(status)))
    return stated.length === 0 ? [] : [`'${name}' states ${stated.join(' and ')}`]
  }).join(', ')
}

const evidences: readonly Evidence[] = ['stated', 'example', 'nearby']

/** The first status of the strongest evidence; that of the standard code of the same name where nothing states one. */
export function toStatus ({ code, sightings }: Entry, ask: Ask): number | undefined {
  const stated = evidences.map((evidence) => statusesBy(evidence, sightings)).filter((found) => found.length > 0)
  const [all = []] = stated
  const statuses = all.filter((status) => status >= 400 && status <= 599)
  if (all.length === 0 && isStandardCode(code)) return standardStatus(code, ask)
  if (all.length === 0) ask(`nothing states a status${lineOf(sightings)}: add one`)
  else if (statuses.length === 0) {
    ask(`${describeStatuses(all, sightings)}, and a problem has one from 400 to 599: choose one`)
  } else if (all.length > 1) {
    ask(`${describeStatuses(all, sightings)}: a code has one; ${statuses[0]} was taken`)
  }
  const others = [...new Set(stated.slice(1).flat())].filter((status) => !all.includes(status))
  if (statuses.length > 0 && others.length > 0) {
    ask(`an example or the section above states ${others.join(' and ')}: ${statuses[0]} was taken`)
  }
  return statuses[0]
}

function statusesBy (wanted: Evidence, sightings: readonly Sighting[]): number[] {
  return [
    ...new Set(sightings.filter(({ evidence = 'stated' }) => evidence === wanted).flatMap(({ statuses }) => statuses))
  ]
}

function standardStatus (code: string, ask: Ask): number {
  const status = standardDefinitions[code as StandardCode].status
  ask(`nothing states a status: it has that of the standard code, ${status}`)
  return status
}
