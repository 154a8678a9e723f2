/**
 * The texts that the plugin itself puts into a problem, in one language: known sentences, and the items of `errors`.
 */
import type { Problem } from '../../catalog/problem/occurrence.js'
import type { LanguageTexts } from '../../catalog/texts/language-texts.js'
import { createPhraser } from '../../catalog/texts/phrase.js'
import type { Phraser } from '../../catalog/texts/phrase.js'
import { phraseOfItem } from '../../failures/validation/index.js'
import { member } from '../../json/untrusted.js'

/** Gives the problem with these texts, and their language where there are any. */
export type TextWriter = (problem: Problem) => { written: Problem, language?: string }

export function createTextWriter (texts: LanguageTexts | undefined): TextWriter {
  if (texts === undefined) return (problem) => ({ written: problem })
  const { sentences, language } = texts
  const writePhrase = createPhraser(texts)
  return function writeTexts (problem) {
    const { problemType, status, detail, headers, retryAfter, cause } = problem
    const sentence = typeof detail === 'string' && Object.hasOwn(sentences, detail) ? sentences[detail] : detail
    const extensions = writeErrors(problem.extensions, writePhrase)
    if (sentence === detail && extensions === problem.extensions) return { written: problem }
    return { written: { problemType, status, detail: sentence, headers, retryAfter, cause, extensions }, language }
  }
}

/** An item keeps a text that is not the plugin's, such as that of the schema's author. */
function writeErrors (extensions: Problem['extensions'], writePhrase: Phraser): Problem['extensions'] {
  const errors = member(extensions, 'errors')
  if (!Array.isArray(errors) || !errors.some((item) => phraseOfItem(item) !== undefined)) return extensions
  const written = errors.map((item: object) => {
    const phrase = phraseOfItem(item)
    return phrase === undefined ? item : { ...item, detail: writePhrase(phrase) }
  })
  return { ...extensions, errors: written }
}
