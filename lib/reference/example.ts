/**
 * What an occurrence looks like, how to fetch its page, and how a client handles it.
 */
import { exampleExtensions, exampleInstance } from '../catalog/example.js'
import { detailOf, toDetails } from '../catalog/problem/details.js'
import { cleanText, compileTemplate } from '../catalog/texts/template.js'
import { parseBlocks, parseInline } from './text.js'
import type { AnyCatalog, ProblemType } from '../catalog/definition.js'

type Members = Readonly<Record<string, unknown>>

interface ExampleTexts {
  readonly title: string
  readonly templates: readonly string[]
  readonly guidance: string | undefined
}

/** The body of an example, with the texts of the page's language. */
export function exampleBody (
  problemType: ProblemType, catalog: AnyCatalog, { title, templates, guidance }: ExampleTexts
): Members {
  const [extensions = {}] = exampleExtensions(problemType, catalog)
  const problem = { problemType, extensions }
  const detail = compileTemplate(templates)(extensions) ?? detailOf(problem)
  return toDetails(problem, exampleInstance, { title, detail, guidance })
}

/** In place of the service, where the type URI does not name it; the script of the page puts the true one there. */
export const exampleOrigin = 'https://api.example.com'

/** How a person in a terminal asks for the page; `undefined` for a type URI that is not an address, such as `tag:`. */
export function toCurl ({ type }: ProblemType): string | undefined {
  const url = type.startsWith('/') ? exampleOrigin + type : type
  return /^https?:/.test(url) ? `curl -H 'Accept: text/markdown' \\\n  '${url.replaceAll("'", '%27')}'` : undefined
}

/** Words that cannot name a variable. */
const reserved = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static ' +
    'super switch this throw true try typeof var void while with yield'
  ).split(' ')
)

/** The branch of a client's `switch`, for the decoder of this package. */
export function toCase ({ code, guidance, extensions }: ProblemType): string {
  const members = Object.keys(extensions?.properties ?? {}).filter((name) => !reserved.has(name))
  return [
    'switch (problem.code) {',
    `  case '${code}': {`,
    // A line break would end the comment.
    ...linesOf(guidance ?? '').map((line) => `    // ${cleanText(line.replace(/\s+/g, ' '), 200)}`),
    ...(members.length === 0 ? [] : [`    const { ${members.join(', ')} } = problem.extensions`]),
    '    break',
    '  }',
    '}'
  ].join('\n')
}

/** Each paragraph and each item of a list, as plain text. */
function linesOf (text: string): readonly string[] {
  return parseBlocks(text).flatMap((block) => {
    if (block.kind === 'paragraph') return [toPlainText(block.text)]
    return block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${toPlainText(item)}`)
  })
}

function toPlainText (text: string): string {
  return parseInline(text).map((piece) => {
    if (typeof piece === 'string') return piece
    return 'code' in piece ? `\`${piece.code}\`` : `${piece.text} (${piece.href})`
  }).join('')
}
