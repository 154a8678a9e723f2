/**
 * What components are called: names that are free in the document, and stay apart when a generator spells them in its
 * own case. Pure.
 */
import type { Components } from './types.js'

/** Turns the name that this package gives a component into one's own. */
export type ComponentName = (name: string, kind: ComponentKind) => string

export type ComponentKind = 'schema' | 'response'

/** Takes a name for a component: with a number where it is taken. */
export type TakeName = (wanted: string) => string

/** What the document has already keeps its name. */
export function createNames (components: Components): TakeName {
  const taken = new Set(
    Object.values(components)
      .flatMap((section) => Object.keys(Object(section) as object))
      .map(toIdentifier)
  )
  return function takeName (wanted) {
    let name = wanted
    let identifier = toIdentifier(name)
    for (let number = 2; taken.has(identifier); number++) {
      name = `${wanted}-${number}`
      identifier = toIdentifier(name)
    }
    taken.add(identifier)
    return name
  }
}

/** Generators write `ORDER_LOST`, `order-lost` and `OrderLost` as one identifier. */
function toIdentifier (name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase()
}

/** @throws {TypeError} where the function of the application returns what OpenAPI does not allow as a name */
export function nameOf (name: string, kind: ComponentKind, componentName: ComponentName | undefined): string {
  if (componentName === undefined) return name
  const own: unknown = componentName(name, kind)
  // An object has no member of its own that is called so.
  if (typeof own === 'string' && /^[A-Za-z0-9._-]+$/.test(own) && own !== '__proto__') return own
  throw new TypeError("The option 'openapi.componentName' must return letters, digits, '.', '_' or '-', " +
    `got ${JSON.stringify(own)} for '${name}'`)
}

const maxLength = 100

/** The codes of a response in one name. */
export function joinCodes (codes: readonly string[]): string {
  const joined = codes.join('_or_')
  return joined.length <= maxLength ? joined : `${codes[0]}_or_${codes.length - 1}_more`
}
