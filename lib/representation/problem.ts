/**
 * The text of a problem. What never changes is joined once per problem type; an occurrence writes only the rest.
 */
import { writePicked } from '../catalog/extensions/filter.js'
import { problemMediaType } from '../http/media-type.js'
import { quote } from '../json/text.js'
import { compiledOf } from '../catalog/problem/compiled.js'
import { keptOfConstants } from '../catalog/problem/occurrence.js'
import type { Problem } from '../catalog/problem/occurrence.js'
import type { ProblemTexts } from '../catalog/problem/details.js'
import type { AnyCatalog, ProblemType } from '../catalog/definition.js'
import { placeholders, statedText } from '../catalog/texts/template.js'
import { standardDefinitions } from '../catalog/standard.js'
import type { ValidationItem } from '../catalog/standard.js'
import { writeItems } from '../failures/validation/index.js'

/** One way to write a problem. */
export interface Representation {
  readonly mediaType: string
  /** The request header that this choice depends on. */
  readonly vary: string | undefined
  /**
   * @param problem with the seconds to wait that are sent, those of its type included
   * @param texts in the reader's language, where that is not the catalog's
   * @throws what an extension value throws when it is read or written
   */
  readonly render: (problem: Problem, instance: string, texts?: ProblemTexts) => string
}

/** The form of RFC 9457. */
export function createProblemRepresentation (catalog: AnyCatalog): Representation {
  const writers = new Map(Object.values(catalog).map((problemType) => [problemType, createWriter(problemType)]))
  return {
    mediaType: problemMediaType,
    vary: undefined,
    render: (problem, instance, texts) => writers.get(problem.problemType)!(problem, instance, texts)
  }
}

type Write = (problem: Problem, instance: string, texts: ProblemTexts | undefined) => string

function createWriter (problemType: ProblemType): Write {
  const { type, status, code, retry, action, refines, guidance, wire } = problemType
  const { filter } = compiledOf(problemType)
  const writeDetail = createWriteDetail(problemType)
  const writeHead = (title: string, other = status) => JSON.stringify({ type, title, status: other, code }).slice(0, -1)
  const head = writeHead(problemType.title)
  const headOf = ({ status: other = status }: Problem, { title }: { readonly title: string }) =>
    other === status && title === problemType.title ? head : writeHead(title, other)
  const retryMember = retry === 'none' ? '' : `,"retry":"${retry}"`
  const sendsGuidance = wire.includes('guidance')
  const writeConstants = (text: string | undefined) =>
    continueWith(JSON.stringify({ action, refines, guidance: sendsGuidance ? text : undefined }))
  const constants = writeConstants(guidance)

  const writeFiltered = filter.writeMembers ?? ((extensions) => continueWith(writePicked(filter, extensions)!))
  const writeExtensions = hasOnlyErrors(problemType) ? withErrors(writeFiltered) : writeFiltered

  function writeStart (problem: Problem, texts: ProblemTexts | undefined): string {
    const detail = statedText((texts ?? problem).detail)
    return headOf(problem, texts ?? problemType) +
      (detail !== undefined ? detailMember(detail) : texts ? '' : writeDetail(problem.extensions)) +
      ',"instance":"'
  }

  function writeEnd ({ retryAfter, extensions }: Problem, texts: ProblemTexts | undefined): string {
    return `"${retryMember}` +
      (retryAfter === undefined ? '' : `,"retryAfter":${retryAfter}`) +
      (sendsGuidance && texts?.guidance !== undefined ? writeConstants(texts.guidance) : constants) +
      writeExtensions(extensions) +
      '}'
  }

  /** Start and end of a problem of which nothing but the extensions is its own, and these are constant. */
  function constantParts ({ status: other = status, detail, retryAfter, extensions }: Problem): Parts | undefined {
    if (detail !== undefined || other !== status || retryAfter !== problemType.retryAfter) return undefined
    const kept = keptOfConstants.get(extensions)
    return kept && (kept.get(problemType) as Parts | undefined ?? keepParts(kept, extensions))
  }

  function keepParts (kept: WeakMap<ProblemType, unknown>, extensions: Problem['extensions']): Parts {
    const problem = { problemType, extensions, retryAfter: problemType.retryAfter }
    const parts = [writeStart(problem, undefined), writeEnd(problem, undefined)] as const
    kept.set(problemType, parts)
    return parts
  }

  return function writeProblem (problem, instance, texts) {
    const parts = texts === undefined ? constantParts(problem) : undefined
    if (parts !== undefined) return parts[0] + instance + parts[1]
    return writeStart(problem, texts) + instance + writeEnd(problem, texts)
  }
}

type Parts = readonly [start: string, end: string]

type WriteExtensions = (extensions: Problem['extensions']) => string

/** Whether the extensions are exactly those of the standard `VALIDATION_ERROR`. */
function hasOnlyErrors ({ code, extensions }: ProblemType): boolean {
  return code === 'VALIDATION_ERROR' && extensions === standardDefinitions.VALIDATION_ERROR.extensions
}

/** Items that this package made and the application did not change hold nothing that the filter would drop. */
function withErrors (writeFiltered: WriteExtensions): WriteExtensions {
  return function writeErrors (extensions) {
    const { errors, truncated } = extensions
    const json = Array.isArray(errors) && truncated === undefined ? writeItems(errors as ValidationItem[]) : undefined
    return json === undefined ? writeFiltered(extensions) : `,"errors":${json}`
  }
}

/** Writes the detail of the catalog, once where no extension is in it. */
function createWriteDetail (problemType: ProblemType): (extensions: Problem['extensions']) => string {
  const { renderDetail } = compiledOf(problemType)
  const write = (extensions: Problem['extensions']) => {
    const detail = renderDetail(extensions)
    return detail === undefined ? '' : detailMember(detail)
  }
  if (placeholders(problemType.detail.slice(0, 1)).length > 0) return write
  const constant = write({})
  return () => constant
}

function detailMember (detail: string): string {
  return `,"detail":${quote(detail)}`
}

/** The members of an object, for the end of another: `{"a":1}` → `,"a":1` */
function continueWith (json: string): string {
  return json === '{}' ? '' : `,${json.slice(1, -1)}`
}
