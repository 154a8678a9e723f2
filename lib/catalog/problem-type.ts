/**
 * A row of the catalog → a problem type: the class that is thrown, with what is known of it as statics.
 */
import { checkExamples, checkExtensions, checkPlaceholders } from './check/extensions.js'
import { checkSchema } from './check/schema.js'
import { compileFilter } from './extensions/compile.js'
import { mergeExtensions } from './extensions/prepare.js'
import type { ExtensionSchema } from './types/infer.js'
import { ProblemError, setParts } from './problem.js'
import type { ProblemOptions } from './problem.js'
import { withMembers } from './members.js'
import type { Members } from './members.js'
import { replacedCodes } from './relations.js'
import { standardDefinitions } from './standard.js'
import type { StandardCode } from './standard.js'
import { defaultRetry } from './status.js'
import { compileTemplate, templatesOf } from './texts/template.js'
import { reservedMembers } from './definition.js'
import type { Definition, ProblemType, WireText } from './definition.js'

/** What a row stands in for, or is a special case of. */
function generalCodes (row: Definition): readonly string[] {
  return row.refines === undefined ? replacedCodes(row) : [row.refines]
}

/** The codes that have no detail of their own, with the one code whose detail they take. */
export function heirsOf (rows: ReadonlyMap<string, Definition>): ReadonlyMap<string, string> {
  return new Map([...rows].flatMap(([code, row]) => {
    const [general, ...others] = generalCodes(row)
    return row.detail === undefined && general !== undefined && others.length === 0 ? [[code, general] as const] : []
  }))
}

/** The row with the detail that it takes, so that a failure of the general kind is never without one. */
export function withDetail (
  code: string, rows: ReadonlyMap<string, Definition>, heirs: ReadonlyMap<string, string>
): Definition {
  const row = rows.get(code) ?? standardDefinitions[code as StandardCode]
  const general = heirs.get(code)
  const detail = general === undefined ? undefined : withDetail(general, rows, heirs).detail
  return detail === undefined ? row : { ...row, detail }
}

/** The extensions of what a row replaces or refines: it has them, too. */
export function inheritedSchema (
  row: Definition, rows: ReadonlyMap<string, Definition>, replacedBy: ReadonlyMap<string, string>
): ExtensionSchema | undefined {
  const general = generalCodes(row)
  if (general.length === 0) return undefined
  const schemas = general.map((code) => {
    const other = rows.get(code) ?? standardDefinitions[code as StandardCode]
    return mergeExtensions(inheritedSchema(other, rows, replacedBy), other.extensions)
  })
  return schemas.reduce(mergeExtensions, { type: 'object', properties: {} })
}

/** V8 has it, and so do the other engines by now; an older browser goes without a stack. */
type StackCapturing = ErrorConstructor & { captureStackTrace?: (error: object, above: unknown) => void }

interface TypeOptions {
  type: string
  challenge: string
  captureStackTrace: boolean
  members: Members | undefined
  wire: readonly WireText[]
}

export function createProblemType (
  code: string, row: Definition, inherited: ExtensionSchema | undefined, options: TypeOptions
): ProblemType {
  if (row.extensions !== undefined) checkExtensions(code, row.extensions, inherited, row.fill !== undefined)
  const own = mergeExtensions(inherited, row.extensions)
  const templates = templatesOf(row)
  checkPlaceholders(`the detail of '${code}'`, templates, own)
  const schema = withMembers(code, own, options.members)
  const root = { type: 'object', ...schema }
  checkSchema(`the extensions of '${code}'`, root)
  const filter = compileFilter(root, reservedMembers)
  const examples = row.examples ?? []
  checkExamples(code, examples, filter)

  const problemType = createClass(code, options.captureStackTrace)
  const statics: ProblemType = {
    code,
    type: options.type,
    title: row.title!,
    status: row.status!,
    description: row.description,
    guidance: row.guidance,
    wire: Object.freeze(row.guidance === undefined ? [] : [...options.wire]),
    causes: Object.freeze([...(row.causes ?? [])]),
    documentation: row.documentation,
    action: row.action,
    area: row.area,
    detail: Object.freeze([...templates]),
    extensions: schema,
    retry: row.retry ?? defaultRetry(row.status!),
    retryAfter: row.retryAfter,
    headers: Object.freeze({ ...authenticate(row.status!, options.challenge), ...lowerCaseNames(row.headers ?? {}) }),
    replaces: Object.freeze([...replacedCodes(row)]),
    refines: row.refines,
    legacyCode: row.legacyCode,
    deprecated: row.deprecated && Object.freeze({ ...row.deprecated }),
    examples: Object.freeze([...examples]) as ProblemType['examples']
  }
  Object.assign(problemType, statics)
  tellOccurrences(problemType)
  setParts(problemType, {
    renderDetail: compileTemplate(templates),
    filter,
    fill: row.fill
  })
  return Object.freeze(problemType)
}

/** What each occurrence says of its type, as data: no failure asks its class for it. */
function tellOccurrences (problemType: ProblemType): void {
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
