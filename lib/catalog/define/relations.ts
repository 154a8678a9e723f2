/**
 * The rules between rows: which codes they may name, and what no two of them may share.
 */
import { CatalogError, demand } from '../catalog-error.js'
import { checkPlaceholders } from '../check/extensions.js'
import { checkLocaleFields, checkRetired } from '../check/options.js'
import { isRecord } from '../../json/record.js'
import { templatesOf } from '../texts/template.js'
import type { Locales } from '../texts/language.js'
import { isStandardCode, standardDefinitions } from '../standard.js'
import type { Definition, ProblemType, Retired } from '../definition.js'

/** @returns standard code → the code that replaces it */
export function checkReplaces (rows: ReadonlyMap<string, Definition>): Map<string, string> {
  const replacedBy = new Map<string, string>()
  for (const [code, row] of rows) {
    for (const standard of replacedCodes(row)) {
      demand(
        isStandardCode(standard), `What '${code}' replaces`,
        ['be a standard code', `those are ${Object.keys(standardDefinitions).join(', ')}`], standard
      )
      demand(
        !rows.has(standard), `What '${code}' replaces`,
        ['not be defined as well', `delete the definition of '${standard}'`], standard
      )
      const other = replacedBy.get(standard)
      demand(other === undefined, `'${standard}'`, 'be replaced once', [other, code])
      replacedBy.set(standard, code)
    }
  }
  return replacedBy
}

export function checkReferences (
  code: string, row: Definition, rows: ReadonlyMap<string, Definition>, replacedBy: ReadonlyMap<string, string>
): void {
  const { refines, deprecated } = row
  if (refines !== undefined) {
    const general = replacedBy.get(refines)
    demand(
      rows.has(refines), `What '${code}' refines`,
      ['be another code of this catalog', general && `'${general}' replaces it: refine that one`], refines
    )
    demand(
      refines !== code && rows.get(refines)!.refines === undefined, `What '${code}' refines`,
      'be a general code, which refines none itself', refines
    )
  }
  if (typeof deprecated?.replacedBy === 'string') {
    demand(
      rows.has(deprecated.replacedBy) && deprecated.replacedBy !== code, `What '${code}' is replaced by`,
      'be another code of this catalog', deprecated.replacedBy
    )
  }
}

export function checkIdentities (
  types: ReadonlyMap<string, ProblemType>, retired: Readonly<Record<string, Retired>>
): void {
  checkRetired(retired)
  const uris = new Map<string, string>()
  const spellings = new Map<string, string>()
  const gone = new Map(Object.entries(retired).map(([code, { type }]) => [type, code]))
  for (const [code, { type }] of types) {
    demand(!Object.hasOwn(retired, code), `The code '${code}'`, ['not be used again', 'it is retired'], code)
    demand(
      !gone.has(type), `The type of '${code}'`, ['not be used again', `it belonged to the retired '${gone.get(type)}'`],
      type
    )
    demand(!uris.has(type), `The type of '${code}'`, ['be unique', `'${uris.get(type)}' has it, too`], type)
    const spelling = code.replaceAll('_', '')
    demand(
      !spellings.has(spelling), `The code '${code}'`,
      ['differ from every other in more than separators', `there is '${spellings.get(spelling)}'`], code
    )
    uris.set(type, code)
    spellings.set(spelling, code)
  }
  for (const [code, { replacedBy }] of Object.entries(retired)) {
    demand(
      replacedBy === undefined || types.has(replacedBy), `What the retired '${code}' is replaced by`,
      'be a code of this catalog', replacedBy
    )
  }
}

export function checkLocales (types: ReadonlyMap<string, ProblemType>, locales: Locales): void {
  demand(
    isRecord(locales), "The option 'locales'", "be an object, such as { de: { ORDER_LOST: { title: 'Verloren' } } }",
    locales
  )
  for (const [tag, texts] of Object.entries(locales)) {
    demand(isRecord(texts), `The texts in '${tag}'`, 'be an object of codes', texts)
    try {
      Intl.getCanonicalLocales(tag)
    } catch {
      throw new CatalogError(`A language in 'locales' must be a language tag (BCP 47), got '${tag}'`)
    }
    for (const [code, text] of Object.entries(texts)) {
      const problemType = types.get(code)
      demand(problemType, `A code in the locale '${tag}'`, 'be a code of this catalog', code)
      checkLocaleFields(tag, code, text)
      checkPlaceholders(`the detail of '${code}' in '${tag}'`, templatesOf(text), problemType.extensions)
    }
  }
}

export function replacedCodes ({ replaces = [] }: Definition): readonly string[] {
  return typeof replaces === 'string' ? [replaces] : replaces
}
