/**
 * Legacy envelopes: the error shape that a team had before, for clients that have not moved yet.
 * Only an `Accept` that names `application/problem+json` asks for the new one; a wildcard never does.
 */
import { detailOf, toDetails } from '../catalog/problem/details.js'
import { compiledOf } from '../catalog/problem/compiled.js'
import type { Problem } from '../catalog/problem/occurrence.js'
import type { ProblemDetails, ProblemTexts } from '../catalog/problem/details.js'
import type { AnyCatalog, ProblemType } from '../catalog/definition.js'
import { isStandardDetail, standardTitle } from '../catalog/standard.js'
import { legacyCodeOf } from '../catalog/legacy-code.js'
import { parsePreferences } from '../http/accept.js'
import { problemMediaType } from '../http/media-type.js'
import { ignoreRejection, isThenable } from '../json/promise.js'
import { member, textMember } from '../json/untrusted.js'
import { toSummary } from './entries.js'
import { createProblemRepresentation } from './problem.js'
import type { Representation } from './problem.js'

/** What an envelope may be made of, beside the problem itself. */
export interface EnvelopeContext {
  /** The code in its old spelling; the code itself where it has none. */
  readonly legacyCode: string
  /**
   * The detail, unless it is the sentence of a standard code; then your title, else the summary of a failed validation,
   * else the title of the standard code.
   */
  readonly message: string
  /** What a failed validation found, in one sentence: `body/slug is required, querystring/page must be >= 1`. */
  readonly summary: string | undefined
  /** The extension members, as far as they are public. */
  readonly extensions: Readonly<Record<string, unknown>>
  readonly retryAfter: number | undefined
}

/** A problem in an older shape. Where it throws, the problem itself is sent. */
export type EnvelopeFormat = (
  problem: ProblemDetails & Readonly<Record<string, unknown>>, context: EnvelopeContext
) => object

export interface EnvelopeOptions {
  format: EnvelopeFormat
  /**
   * `legacy`: the old shape unless the client asks for a problem. `superset`: members of both. `problem`: the new one.
   */
  mode: 'legacy' | 'superset' | 'problem'
}

export type Represent = (accept: string | undefined) => Representation

interface RepresentOptions {
  readonly catalog: AnyCatalog
  readonly envelope: EnvelopeOptions | undefined
  readonly exposeStack: boolean
}

/** Decided once: a service without an envelope pays nothing for it. */
export function createRepresent ({ catalog, envelope, exposeStack }: RepresentOptions): Represent {
  const plain = createProblemRepresentation(catalog)
  const problem = exposeStack ? { ...plain, render: withStack(toDetails) } : plain
  if (envelope === undefined || envelope.mode === 'problem') return () => problem

  if (envelope.mode === 'superset') checkSuperset(catalog, createReshape(catalog, envelope.format))
  const write = createWrite(catalog, envelope)
  const negotiated = { ...problem, vary: 'Accept' }
  const legacy = {
    mediaType: 'application/json',
    vary: 'Accept',
    render: exposeStack ? withStack(write) : toText(write)
  }
  return (accept) => accept !== undefined && namesProblem(accept) ? negotiated : legacy
}

export type Write = (problem: Problem, instance: string, texts?: ProblemTexts) => object

/** The body for a client that does not ask for a problem. */
export function createWrite (catalog: AnyCatalog, { format, mode }: EnvelopeOptions): Write {
  const reshape = createReshape(catalog, format)
  return mode === 'superset' ? writeSuperset(reshape) : writeLegacy(reshape)
}

const toText = (write: Write): Representation['render'] => (...occurrence) => JSON.stringify(write(...occurrence))

/** For developers, and only where the plugin's options and `NODE_ENV` both allow it. */
function withStack (write: Write): Representation['render'] {
  return function renderWithStack (problem, instance, texts) {
    const stack =
      (problem.status ?? problem.problemType.status) >= 500 ? textMember(problem.cause ?? problem, 'stack') : undefined
    return JSON.stringify({ ...write(problem, instance, texts), stack })
  }
}

type Details = ReturnType<typeof toDetails>

/** What the format makes of a problem; `undefined` where that cannot be written. */
type Reshape = (problem: Problem, details: Details) => object | undefined

function writeLegacy (reshape: Reshape): Write {
  return function writeLegacyBody (problem, instance, texts) {
    const details = toDetails(problem, instance, texts)
    return reshape(problem, details) ?? details
  }
}

/** The members of the problem win over those of the format, so that they keep their meaning. */
function writeSuperset (reshape: Reshape): Write {
  return function writeBoth (problem, instance, texts) {
    const details = toDetails(problem, instance, texts)
    return { ...details, ...reshape(problem, details), ...details }
  }
}

function createReshape (catalog: AnyCatalog, format: EnvelopeFormat): Reshape {
  const legacyCodes = new Map(
    Object.values(catalog).map((problemType) => [problemType, legacyCodeOf(problemType.code, catalog)])
  )
  return function reshape (problem, details) {
    try {
      const summary = toSummary(details['errors'])
      const legacy: unknown = format(details, {
        legacyCode: legacyCodes.get(problem.problemType)!,
        message: messageOf(problem, details, summary),
        summary,
        extensions: compiledOf(problem.problemType).filter.pick(problem.extensions) as EnvelopeContext['extensions'],
        retryAfter: details.retryAfter
      })
      return isWritable(legacy) ? legacy : undefined
    } catch {
      return undefined
    }
  }
}

/** The texts of a standard code are the same in every API: the summary says more. */
function messageOf (problem: Problem, { title, detail }: Details, summary: string | undefined): string {
  const { code, title: english } = problem.problemType
  if (detail !== undefined && !isStandardDetail(detailOf(problem))) return detail
  return english === standardTitle(code) ? summary ?? title : title
}

/** @throws where a value cannot be written, such as a BigInt */
function isWritable (value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  ignoreRejection(value)
  if (isThenable(value)) return false
  return JSON.stringify(value) !== undefined
}

/** @throws {TypeError} where a member would mean two things at once */
function checkSuperset (catalog: AnyCatalog, reshape: Reshape): void {
  for (const problemType of Object.values(catalog)) {
    for (const extensions of samplesOf(problemType)) {
      const problem: Problem = { problemType, extensions, retryAfter: 1 }
      const details = toDetails(problem, 'urn:uuid:0')
      checkClash(problemType.code, details, reshape(problem, details) ?? {})
    }
  }
}

/** The first example; and all members, each with another value, since an example may leave some out. */
function samplesOf ({ examples, extensions }: ProblemType): Readonly<Record<string, unknown>>[] {
  const names = Object.keys(extensions?.properties ?? {})
  return [examples[0] ?? {}, Object.fromEntries(names.map((name) => [name, `the member ${name}`]))]
}

function checkClash (code: string, details: object, legacy: object): void {
  for (const [name, value] of Object.entries(details)) {
    const other = member(legacy, name)
    if (Object.hasOwn(legacy, name) && other !== undefined && JSON.stringify(other) !== JSON.stringify(value)) {
      throw new TypeError(
        `The envelope of '${code}' in mode 'superset' must not have a member of the problem with another value, ` +
          `got '${name}': ${JSON.stringify(other)} and ${JSON.stringify(value)}. Use mode 'legacy', or ` +
          'remove the legacyCode of the code'
      )
    }
  }
}

/** `Accept` names the media type itself, with a weight above 0 (RFC 9110 §12.5.1). */
function namesProblem (accept: string): boolean {
  return parsePreferences(accept).some(({ value, weight }) => value === problemMediaType && weight > 0)
}

/** For the options: whether a value is an envelope. */
export function isEnvelope (value: unknown): boolean {
  return (
    typeof member(value, 'format') === 'function' &&
    ['legacy', 'superset', 'problem'].includes(String(member(value, 'mode'))) &&
    Object.keys(value as object).every((name) => name === 'format' || name === 'mode')
  )
}
