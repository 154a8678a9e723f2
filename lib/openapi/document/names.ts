/**
 * The names of components: each is free in the document, and differs from the others also where a generator changes the
 * case. Pure.
 */
import type { Components } from './types.js'

/** Gives a component another name than that of this package. */
export type ComponentName = (name: string, kind: ComponentKind) => string

export type ComponentKind = 'schema' | 'response'

/** Takes a name for a component, with a number where it is taken already. */
export type TakeName = (wanted: string) => string

/** The components that the document has already keep their names. */
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

/** @throws {TypeError} where the function of the application returns a name that OpenAPI does not allow */
export function nameOf (name: string, kind: ComponentKind, componentName: ComponentName | undefined): string {
  if (componentName === undefined) return name
  const chosen: unknown = componentName(name, kind)
  // An assignment to `__proto__` adds no member.
  if (typeof chosen === 'string' && /^[A-Za-z0-9._-]+$/.test(chosen) && chosen !== '__proto__') return chosen
  throw new TypeError("The option 'openapi.componentName' must return letters, digits, '.', '_' or '-', " +
    `got ${JSON.stringify(chosen)} for '${name}'`)
}

const maxLength = 100

/** The codes of a response in one name. */
export function joinCodes (codes: readonly string[]): string {
  const joined = codes.join('_or_')
  return joined.length <= maxLength ? joined : `${codes[0]}_or_${codes.length - 1}_more`
}
