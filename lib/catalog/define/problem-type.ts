/**
 * A row of the catalog → a problem type: the class that is thrown, with the constants of the type as statics.
 */
import { checkExamples, checkExtensions, checkPlaceholders } from '../check/extensions.js'
import { checkSchema } from '../check/schema.js'
import { compileFilter } from '../extensions/compile.js'
import { mergeExtensions } from '../extensions/prepare.js'
import type { ExtensionSchema } from '../types/infer.js'
import { attachCompiled } from '../problem/compiled.js'
import { ProblemError } from '../problem/index.js'
import type { ProblemOptions } from '../problem/occurrence.js'
import { withMembers } from '../members.js'
import type { CommonMembers } from '../members.js'
import { replacedCodes } from './relations.js'
import { defaultRetry } from '../status.js'
import { compileTemplate, templatesOf } from '../texts/template.js'
import { reservedMembers } from '../definition.js'
import type { Definition, ProblemType, WireText } from '../definition.js'

/** An older browser does not have it, and goes without a stack. */
type StackCapturing = ErrorConstructor & { captureStackTrace?: (error: object, above: unknown) => void }

interface TypeOptions {
  type: string
  challenge: string
  captureStackTrace: boolean
  members: CommonMembers | undefined
  wire: readonly WireText[]
}

export function createProblemType (
  code: string, row: Definition, inherited: ExtensionSchema | undefined, options: TypeOptions
): ProblemType {
  if (row.extensions !== undefined) checkExtensions(code, row.extensions, inherited, row.fill !== undefined)
  const extensions = mergeExtensions(inherited, row.extensions)
  const templates = templatesOf(row)
  checkPlaceholders(`the detail of '${code}'`, templates, extensions)
  const schema = withMembers(code, extensions, options.members)
  const root = { type: 'object', ...schema }
  checkSchema(`the extensions of '${code}'`, root)
  const filter = compileFilter(root, reservedMembers)
  const examples = row.examples ?? []
  checkExamples(code, examples, filter)

  // The rules of a row demand both.
  const { title, status } = row as Required<Pick<Definition, 'title' | 'status'>>
  const problemType = createClass(code, options.captureStackTrace)
  const statics: ProblemType = {
    code,
    type: options.type,
    title,
    status,
    description: row.description,
    guidance: row.guidance,
    wire: Object.freeze(row.guidance === undefined ? [] : [...options.wire]),
    causes: Object.freeze([...(row.causes ?? [])]),
    documentation: row.documentation,
    action: row.action,
    area: row.area,
    detail: Object.freeze([...templates]),
    extensions: schema,
    retry: row.retry ?? defaultRetry(status),
    retryAfter: row.retryAfter,
    headers: Object.freeze({ ...authenticate(status, options.challenge), ...lowerCaseNames(row.headers ?? {}) }),
    replaces: Object.freeze([...replacedCodes(row)]),
    refines: row.refines,
    legacyCode: row.legacyCode,
    deprecated: row.deprecated && Object.freeze({ ...row.deprecated }),
    examples: Object.freeze([...examples]) as ProblemType['examples']
  }
  Object.assign(problemType, statics)
  shareConstants(problemType)
  attachCompiled(problemType, { renderDetail: compileTemplate(templates), filter, fill: row.fill })
  return Object.freeze(problemType)
}

/** The constants of the type, as data on the prototype: no occurrence carries them, or calls a getter for them. */
function shareConstants (problemType: ProblemType): void {
  const { code, type, title, status } = problemType
  const { prototype } = problemType as unknown as { readonly prototype: object }
  Object.defineProperties(prototype, {
    problemType: { value: problemType },
    code: { value: code },
    type: { value: type },
    title: { value: title },
    status: { value: status },
    statusCode: { value: status }
  })
}

/** The name of the class is the code. */
function createClass (code: string, captureStackTrace: boolean): ProblemType {
  if (!captureStackTrace) return { [code]: class extends ProblemError {} }[code] as unknown as ProblemType
  return {
    [code]: class extends ProblemError {
      constructor (extensions?: Readonly<Record<string, unknown>>, problemOptions?: ProblemOptions) {
        super(extensions, problemOptions)
        ;(Error as StackCapturing).captureStackTrace?.(this, new.target)
      }
    }
  }[code] as unknown as ProblemType
}

/** RFC 9110 §11.6.1 and §11.7.1: a 401 and a 407 must state a challenge. */
function authenticate (status: number, challenge: string): Record<string, string> {
  if (status === 401) return { 'www-authenticate': challenge }
  return status === 407 ? { 'proxy-authenticate': challenge } : {}
}

function lowerCaseNames (headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
