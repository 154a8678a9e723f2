/**
 * JSON Pointer (RFC 6901): names into a pointer, and a pointer into its URI-fragment form (§6).
 * Never throws: for any name that a client chose, the result is short, printable ASCII that decodes.
 */

/** The longest pointer that is sent. */
const maxLength = 256

/** The longest pointer that is read: more than this cannot show in what is sent. */
const maxRead = 1024

/**
 * One reference token: `~` first, then `/` (§3).
 * @example escapeToken('a/b') // 'a~1b'
 */
export function escapeToken (name: string): string {
  // Most names have neither, and to look is cheaper than to replace nothing.
  return name.includes('~') || name.includes('/') ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name
}

/**
 * The plain form of a path.
 * @example toPointer(['items', 0, 'a/b']) // '/items/0/a~1b'
 */
export function toPointer (path: ReadonlyArray<string | number>): string {
  return path.map((name) => `/${escapeToken(String(name))}`).join('')
}

/**
 * The names in a plain pointer; `undefined` for a text that is not one (§3, §4).
 * @example parsePointer('/items/0/a~1b') // ['items', '0', 'a/b']
 */
export function parsePointer (pointer: string): string[] | undefined {
  if (pointer === '') return []
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined
  return pointer.slice(1).split('/').map(unescapeToken)
}

/**
 * The name in one token of the URI-fragment form. A token that cannot be decoded stays as it is.
 * @example decodeToken('a~1b%20c') // 'a/b c'
 */
export function decodeToken (token: string): string {
  try {
    return unescapeToken(decodeURIComponent(token))
  } catch {
    return unescapeToken(token)
  }
}

function unescapeToken (token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~')
}

/**
 * The URI-fragment form (§6), at most 256 characters, never cut inside an escape or an encoded character.
 * A text that is not a pointer becomes `#`, the whole document: better vague than wrong.
 * @example toFragment('/a~1b/c%d') // '#/a~1b/c%25d'
 */
export function toFragment (pointer: string): string {
  if (isPlain(pointer) && pointer.length < maxLength) return `#${pointer}`
  if (!pointer.startsWith('/')) return '#'
  let fragment = '#'
  for (const unit of pointer.slice(0, maxLength).match(/~[01]|./gsu)!) {
    const encoded = encodeUnit(unit)
    if (fragment.length + encoded.length > maxLength) break
    fragment += encoded
  }
  return fragment
}

/** The same for a member below a pointer, joined at once where nothing needs an escape. */
export function toMemberFragment (pointer: string, name: string): string {
  const isShort = pointer.length + name.length + 1 < maxLength
  if (isShort && isPlain(pointer) && /^[\w.-]*$/.test(name)) return `#${pointer}/${name}`
  return toFragment(`${headOf(pointer)}/${escapeToken(name.slice(0, maxLength))}`)
}

function isPlain (pointer: string): boolean {
  return /^(?:\/[\w./-]*)?$/.test(pointer)
}

/** The start of a pointer that may be huge, not cut inside an escape. */
export function headOf (pointer: string): string {
  return pointer.length <= maxRead ? pointer : pointer.slice(0, maxRead).replace(/~$/, '')
}

function encodeUnit (unit: string): string {
  if (unit === '~') return '~0'
  // Half of a surrogate pair has no UTF-8 form, and makes encodeURI throw.
  if (/\p{Surrogate}/u.test(unit)) return '%EF%BF%BD'
  return unit === '#' ? '%23' : encodeURI(unit)
}
