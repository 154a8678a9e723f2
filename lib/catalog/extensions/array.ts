/**
 * The filter of a list. An item that is not listed is left out.
 */
import type { Filter } from './filter.js'
import { writePicked } from './filter.js'
import { quote } from '../../json/text.js'

export function arrayFilter (filterOf: (index: number) => Filter, fits: Filter['fits']): Filter {
  return {
    write (value) {
      if (!Array.isArray(value)) return undefined
      let text = ''
      for (let index = 0; index < value.length; index++) {
        const filter = filterOf(index)
        const item: unknown = value[index]
        if (filter.keepsTexts && typeof item === 'string') {
          text += (text === '' ? '[' : ',') + quote(item)
          continue
        }
        // A value that JSON does not have is null in a list (ECMA-262, SerializeJSONArray).
        const json = writePicked(filter, item) ?? (filter.pick(item) === undefined ? undefined : 'null')
        if (json !== undefined) text += (text === '' ? '[' : ',') + json
      }
      return `${text || '['}]`
    },
    fits,
    pick: (value) => Array.isArray(value)
      ? value.map((item, index) => filterOf(index).pick(item)).filter((item) => item !== undefined)
      : undefined
  }
}
