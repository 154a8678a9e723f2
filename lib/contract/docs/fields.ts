/**
 * The lines of a code in the Markdown reference, as one table by which they are written and read back.
 */
import type { Retry } from '../../catalog/status.js'
import type { Definition } from '../../catalog/definition.js'
import { toCodeSpan, toInline } from '../../markdown/text.js'
import type { SnapshotProblem } from '../snapshot/index.js'

/** The value of a line: its text, and the code in it. */
export interface LineValue {
  readonly text: string
  readonly code: string | undefined
  readonly codes: readonly string[]
}

export interface ReferenceField {
  readonly label: string
  /** One line for each. */
  write: (problem: SnapshotProblem) => readonly string[]
  /** The fields that the line adds to a definition. */
  read: (value: LineValue, row: Definition) => Partial<Definition>
}

const advice: Readonly<Record<Retry, string>> = {
  none: 'do not repeat the request',
  idempotent: 'repeat the request if that does no harm',
  any: 'the request may be repeated: nothing was executed'
}

type TextField = 'title' | 'guidance' | 'legacyCode'
type CodeField = 'type' | 'action' | 'refines'

const textField = (label: string, field: TextField): ReferenceField => ({
  label,
  write: (problem) => lines(problem[field], toInline),
  read: ({ text }) => ({ [field]: text })
})

const codeField = (label: string, field: CodeField): ReferenceField => ({
  label,
  write: (problem) => lines(problem[field], toCodeSpan),
  read: ({ code, text }) => ({ [field]: code ?? text })
})

export const referenceFields: readonly ReferenceField[] = [
  textField('Title', 'title'),
  codeField('Type', 'type'),
  textField('Guidance', 'guidance'),
  codeField('Action', 'action'),
  {
    label: 'Retry',
    write: ({ retry }) => [`${toCodeSpan(retry)} (${advice[retry]})`],
    read: ({ code }) => ({ retry: code as Retry })
  },
  {
    label: 'Retry after',
    write: ({ retryAfter }) => lines(retryAfter, (seconds) => `${seconds} seconds`),
    read: ({ text }) => ({ retryAfter: Number.parseInt(text) })
  },
  {
    label: 'Detail',
    write: ({ detail = [] }) => detail.map(toInline),
    read: ({ text }, { detail = [] }) => ({ detail: [...detail, text] })
  },
  {
    label: 'Header',
    write: ({ headers = {} }) =>
      Object.entries(headers).map(([name, value]) => `${toCodeSpan(name)}: ${toInline(value)}`),
    // Only a header without a value ends with the colon.
    read: ({ text, code = '' }, { headers }) => ({
      headers: { ...headers, [code]: text.slice(toCodeSpan(code).length + 2) }
    })
  },
  {
    label: 'Replaces',
    write: ({ replaces }) => lines(replaces, (codes) => codes.map(toCodeSpan).join(', ')),
    read: ({ codes }) => ({ replaces: codes })
  },
  codeField('Refines', 'refines'),
  textField('Legacy code', 'legacyCode'),
  {
    label: 'Deprecated since',
    write: ({ deprecated }) => lines(deprecated?.since, toInline),
    read: ({ text }, { deprecated }) => ({ deprecated: { replacedBy: null, ...deprecated, since: text } })
  },
  {
    label: 'Sunset',
    write: ({ deprecated }) => lines(deprecated?.sunset, String),
    read: ({ text }, { deprecated }) => ({ deprecated: { since: '', replacedBy: null, ...deprecated, sunset: text } })
  },
  {
    label: 'Replaced by',
    write: ({ deprecated }) =>
      lines(deprecated && (deprecated.replacedBy ?? null), (code) => (code === null ? 'nothing' : toCodeSpan(code))),
    read: ({ code = null }, { deprecated }) => ({ deprecated: { since: '', ...deprecated, replacedBy: code } })
  }
]

function lines<T> (value: T | undefined, write: (value: T) => string): string[] {
  return value === undefined ? [] : [write(value)]
}
