/**
 * The texts of a catalog in one language, compiled once: title, detail and guidance of each code.
 */
import type { AnyCatalog } from '../../catalog/definition.js'
import { detailOf } from '../../catalog/problem/details.js'
import type { ProblemTexts } from '../../catalog/problem/details.js'
import type { Problem } from '../../catalog/problem/occurrence.js'
import { localText } from '../../catalog/texts/language.js'
import type { Locales } from '../../catalog/texts/language.js'
import { compileTemplate, statedText, templatesOf } from '../../catalog/texts/template.js'

interface TypeTexts extends ProblemTexts {
  /** The language of the title or of the detail; `undefined` where both are the English ones. */
  readonly language: string | undefined
}

/** Makes the texts of an occurrence. */
export type TextsOf = (problem: Problem) => TypeTexts

export function englishTexts (problem: Problem): TypeTexts {
  return { title: problem.problemType.title, detail: detailOf(problem), language: undefined }
}

/** Code → its texts, for the codes with a text in this language. A missing text is English. */
export function compileTexts (catalog: AnyCatalog, locales: Locales, tag: string): ReadonlyMap<string, TextsOf> {
  const texts = new Map<string, TextsOf>()
  for (const { code, title: english } of Object.values(catalog)) {
    const title = localText(locales, tag, code, 'title')
    const detail = localText(locales, tag, code, 'detail')
    const guidance = localText(locales, tag, code, 'guidance')?.text
    if (title === undefined && detail === undefined && guidance === undefined) continue
    const render = compileTemplate(templatesOf({ detail: detail?.text ?? [] }))
    texts.set(code, (problem) => {
      // The detail of this occurrence is more precise than a template.
      const local = statedText(problem.detail) === undefined ? render(problem.extensions) : undefined
      const language = title?.language ?? (local === undefined ? undefined : detail!.language)
      return { title: title?.text ?? english, detail: local ?? detailOf(problem), guidance, language }
    })
  }
  return texts
}
