/** The path of a request target, as a router sees it. */

/**
 * Without scheme and authority (the absolute form of RFC 9112 §3.2.2), query and fragment; decoded once, with single
 * slashes. What cannot be decoded stays as it is.
 *
 * @example pathOf('http://x//%61dmin?y') // '/admin'
 */
export function pathOf (target: string): string {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '').replace(/\/{2,}/g, '/')
  const decoded = path.replace(/(?:%[0-9a-f]{2})+/gi, (octets) => {
    try {
      return decodeURIComponent(octets)
    } catch {
      return octets
    }
  })
  return decoded.startsWith('/') ? decoded.replace(/\/{2,}/g, '/') : `/${decoded}`
}

/** Whether a path begins with one of the prefixes, in any spelling that a router may take for the same. */
export function isBelow (target: string, prefixes: readonly string[]): boolean {
  const path = pathOf(target).toLowerCase()
  return prefixes.some((prefix) => path.startsWith(prefix.toLowerCase()))
}
