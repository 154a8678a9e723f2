/**
 * The filter of an object, where one schema lists its members.
 */
import type { Filter } from './filter.js'
import { writePicked } from './filter.js'
import { quote } from '../../json/text.js'

type Members = Record<string, unknown>

/** @param filterOf the filter of a member that is not listed by name; absent where there is none */
export function objectFilter (
  properties: ReadonlyArray<readonly [string, Filter]>, fits: Filter['fits'],
  filterOf?: (name: string) => Filter | undefined
): Filter {
  const listed = new Set(properties.map(([name]) => name))
  const named = properties.map(([name, filter]) => ({
    name,
    prefix: `${JSON.stringify(name)}:`,
    keepsTexts: filter.keepsTexts === true,
    write: filter.write ?? ((value: unknown) => writePicked(filter, value))
  }))

  return {
    ...(!filterOf && { writeMembers: (value: Members) => writeAll(toMembers(value), ',') }),
    write: (value) => (isMembers(value) ? `${writeAll(value, '{') || '{'}}` : undefined),
    fits,
    pick (value) {
      if (!isMembers(value)) return undefined
      const picked: Members = {}
      for (const [name, filter] of properties) {
        setMember(picked, name, Object.hasOwn(value, name) ? filter.pick(value[name]) : undefined)
      }
      if (filterOf) {
        for (const name of Object.keys(value)) {
          if (!listed.has(name)) setMember(picked, name, filterOf(name)?.pick(value[name]))
        }
      }
      return picked
    }
  }

  /** Writes the members at once: to pick them into an object first takes twice as long. */
  function writeAll (value: Members, before: '{' | ','): string {
    let text = ''
    for (const { name, prefix, keepsTexts, write } of named) {
      if (!Object.hasOwn(value, name)) continue
      const member = value[name]
      // Most members are texts, and this test is quicker than the call of a filter.
      const json = keepsTexts && typeof member === 'string' ? quote(member) : write(member)
      if (json !== undefined) text += (text === '' ? before : ',') + prefix + json
    }
    return filterOf ? text + writeOthers(value, text === '' ? before : ',') : text
  }

  function writeOthers (value: Members, before: '{' | ','): string {
    let text = ''
    for (const name of Object.keys(value)) {
      const filter = listed.has(name) ? undefined : filterOf!(name)
      const json = filter && writePicked(filter, value[name])
      if (json !== undefined) text += `${text === '' ? before : ','}${JSON.stringify(name)}:${json}`
    }
    return text
  }
}

/** A Date is not one: it is a text in JSON. */
export function isMembers (value: unknown): value is Members {
  // Spelled out: each failure asks.
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

function toMembers (value: unknown): Members {
  if (!isMembers(value)) {
    throw new TypeError(`extensions must be an object, got ${Array.isArray(value) ? 'a list' : typeof value}`)
  }
  return value
}

export function setMember (object: Members, name: string, value: unknown): void {
  if (value === undefined) return
  // An assignment to `__proto__` would change the prototype instead of naming a member.
  if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true })
  else object[name] = value
}
