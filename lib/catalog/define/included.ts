/**
 * The catalogs that a catalog includes, as one.
 */
import { demand } from '../catalog-error.js'
import type { AnyCatalog, Definition, ProblemType, Retired } from '../definition.js'
import { catalogInfo } from '../info.js'
import type { CommonMembers } from '../members.js'
import type { LanguageTexts } from '../texts/language-texts.js'
import type { Locales } from '../texts/language.js'

export interface Included {
  readonly types: ReadonlyMap<string, ProblemType>
  readonly definitions: Readonly<Record<string, Definition>>
  readonly retired: Readonly<Record<string, Retired>>
  readonly locales: readonly Locales[]
  readonly languages: readonly LanguageTexts[]
  /** Those of each catalog. */
  readonly members: readonly (CommonMembers | undefined)[]
}

/** @throws {CatalogError} for a value that is not a catalog, and for a code that two catalogs define */
export function mergeIncluded (include: readonly AnyCatalog[]): Included {
  const types = new Map<string, ProblemType>()
  const definitions: Record<string, Definition> = {}
  const infos = include.map((catalog) => {
    const info = catalogInfo(catalog)
    demand(info, "An entry of 'include'", 'be a catalog made by defineCatalog()', catalog)
    for (const [code, row] of Object.entries(info.definitions)) {
      const known = types.get(code)
      demand(
        !known || known === catalog[code], `The code '${code}'`, ['be defined once', 'two included catalogs define it'],
        code
      )
      types.set(code, catalog[code]!)
      definitions[code] = row
    }
    return info
  })
  return {
    types,
    definitions,
    retired: Object.assign({}, ...infos.map(({ retired }) => retired)) as Included['retired'],
    locales: infos.map(({ ownLocales }) => ownLocales),
    languages: infos.flatMap(({ languages }) => languages),
    members: infos.map(({ members }) => members)
  }
}
