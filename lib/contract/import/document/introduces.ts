/**
 * Whether a line introduces a code, or is a sentence, a field or a setting that looks like one.
 */
import type { Entry } from './entry.js'
import { isAboutErrors, nearbyStatus } from './walk.js'
import type { Walk } from './walk.js'

/** `CODE (404 Not Found)`, `404 CODE` and the like; not a sentence that holds a code. */
export function isHeadingOfCode (
  { likeness, quoted, statuses, text, separated, spelling }: Entry, walk: Walk
): boolean {
  if (text !== '' && !separated) return false
  if (likeness === 'number') {
    const isLong = spelling.length > 4
    return (text === '' ? isLong && isAboutErrors(walk) : isLong || statuses.length > 0 || isAboutErrors(walk)) &&
      !/^(?:19|20)\d\d$/.test(spelling)
  }
  if (likeness === 'constant') {
    return quoted || statuses.length > 0 || text === '' || spelling.includes('_') || isAboutErrors(walk)
  }
  if (likeness === 'compound') {
    return quoted
      ? statuses.length > 0 || isAboutErrors(walk) || text === ''
      : statuses.length > 0 || (isAboutErrors(walk) && text === '' && spelling.includes('_'))
  }
  if (/^[A-Z]{4,}$/.test(spelling) && text === '' && isAboutErrors(walk)) return true
  return quoted
    ? statuses.length > 0 || text === ''
    : statuses.length > 0 && (/^[A-Z][A-Z0-9]*$/.test(spelling) || (text === '' && /^[a-z]+$/.test(spelling)))
}

/** `- CODE (404)`. A name in lower case may be that of a field: it counts where errors are listed, or has a status. */
export function isItemOfCode (
  { likeness, quoted, statuses, bare, spelling, text, separated }: Entry, walk: Walk
): boolean {
  // `MAX_BODY`: 500 may be a setting.
  if (bare && !isAboutErrors(walk)) return false
  if (walk.current && walk.current.depth < 7 && statuses.length === 0) return false
  if (likeness === 'number') return separated && text !== '' && statuses.length > 0
  const isLocated = statuses.length > 0 || nearbyStatus(walk) !== undefined
  if (quoted && /^[A-Z]{3,}$/.test(spelling) && isAboutErrors(walk)) return separated || text === ''
  if (likeness === 'constant') return quoted || separated || text === ''
  if (likeness === 'compound') {
    return quoted
      ? isLocated && (separated || text === '') && (statuses.length > 0 || isAboutErrors(walk))
      : statuses.length > 0
  }
  return statuses.length > 0 && separated !== (text === '' && !quoted) && (quoted || /^[A-Z]{3,}$/.test(spelling))
}

/** A paragraph that is one entry: marked as code or bold, with a status. */
export function isLineOfCode ({ likeness, quoted, statuses, text, separated }: Entry, raw: string): boolean {
  const isMarked = quoted || /^\W*\*\*/.test(raw)
  if (text !== '' && !separated) return false
  if (statuses.length > 0) return likeness === 'constant' || (isMarked && likeness !== 'word')
  return isMarked && likeness === 'constant' && /^\*\*[^*]+\*\*\s*$/.test(raw.trim())
}
