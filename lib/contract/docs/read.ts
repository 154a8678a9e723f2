/**
 * The reference that `docs` wrote → the definitions that it was written from. Nothing is guessed here.
 */
import type { ExtensionSchema } from '../../catalog/types/infer.js'
import { reservedMembers } from '../../catalog/definition.js'
import type { Definition, Retired } from '../../catalog/definition.js'
import type { CatalogOptions } from '../../catalog/types/catalog.js'
import { isJsonObject } from '../../json/canonical.js'
import type { Json, JsonObject } from '../../json/canonical.js'
import { defaultBases, emptyStandardFields, statedDetail, withoutDefaults, withoutInherited } from './defaults.js'
import type { CatalogBases } from './defaults.js'
import { plainTypes, referenceMark, sectionMarks } from './render.js'
import { referenceFields } from './fields.js'
import { codeSpans, readLabel, toPlain } from '../../markdown/tokens.js'
import type { Cell, Token } from '../../markdown/tokens.js'

export interface ReadReference {
  definitions: Record<string, Definition>
  options: CatalogOptions
  /** What cannot be read, because it was changed by hand. */
  notes: string[]
}

/** Where the reader is, and what it has read. */
interface Reader {
  readonly rows: Map<string, Definition>
  readonly retired: Record<string, Retired>
  readonly bases: Record<string, string>
  readonly notes: string[]
  section: keyof typeof sectionMarks | 'area'
  area: string | undefined
  code: string
  /** The bold line above. */
  label: string
}

/** Whether the tokens are a reference that `docs` wrote. */
export function isReference (tokens: readonly Token[]): boolean {
  return tokens.some(({ type, raw }) => type === 'html' && raw.trim() === referenceMark)
}

export function readReference (tokens: readonly Token[]): ReadReference {
  const reader: Reader = {
    rows: new Map(),
    retired: {},
    bases: {},
    notes: [],
    section: 'none',
    area: undefined,
    code: '',
    label: ''
  }
  for (const token of tokens) {
    const read = Object.hasOwn(readers, token.type) ? readers[token.type] : undefined
    read?.(token, reader)
  }
  const bases = { ...defaultBases, ...reader.bases }
  const { rows } = reader
  const definitions = [...rows].map(([code, row]) =>
    [code, { ...withoutDefaults(code, withoutInherited(row, rows), bases), ...statedDetail(row, rows) }])
  return {
    definitions: Object.fromEntries(definitions),
    options: toOptions(bases, reader.retired),
    notes: reader.notes
  }
}

function toOptions ({ base, standardBase, challenge }: CatalogBases, retired: Record<string, Retired>): CatalogOptions {
  return {
    ...(base !== defaultBases.base && { base }),
    ...(standardBase !== base && { standardBase }),
    ...(challenge !== defaultBases.challenge && { challenge }),
    ...(Object.keys(retired).length > 0 && { retired })
  }
}

const readers: Readonly<Record<string, (token: Token, reader: Reader) => void>> = {
  heading: readHeading,
  html: readMark,
  paragraph: readParagraph,
  list: ({ items = [] }, reader) => {
    for (const { tokens = [] } of items) readLine(tokens, reader)
  },
  table: ({ rows = [] }, reader) => {
    if (reader.section === 'retired') for (const row of rows) readRetired(row, reader)
    else if (reader.code !== '') addFields(reader, { extensions: toSchema(rows, reader) })
  },
  code: ({ text = '' }, reader) => {
    if (reader.code === '' || reader.label !== 'Example') return
    addFields(reader, { examples: [...reader.rows.get(reader.code)?.examples ?? [], toMembers(parse(text, reader))] })
  }
}

function readHeading ({ depth, tokens = [] }: Token, reader: Reader): void {
  Object.assign(reader, { code: '', label: '' })
  if (depth === 2) Object.assign(reader, { section: 'area', area: toPlain(tokens) })
  if (depth !== 3) return
  const [code] = codeSpans(tokens)
  const status = Number(/\((\d{3})\b/.exec(toPlain(tokens))?.[1])
  if (code === undefined || Number.isNaN(status)) {
    reader.notes.push(`The heading '${toPlain(tokens)}' was not read: it should be a code and its status`)
    return
  }
  const { area } = reader
  reader.code = code
  reader.rows.set(code, { status, ...(area !== undefined && { area }), ...emptyStandardFields(code) })
}

function readMark ({ raw }: Token, reader: Reader): void {
  const [name] = Object.entries(sectionMarks).find(([, mark]) => mark === raw.trim()) ?? []
  if (name !== undefined) Object.assign(reader, { section: name, area: undefined })
}

function readParagraph ({ tokens = [] }: Token, reader: Reader): void {
  const label = readLabel(tokens)
  if (label) reader.label = label.label
  else if (reader.code !== '') {
    const description = reader.rows.get(reader.code)?.description
    const text = toPlain(tokens)
    addFields(reader, { description: description === undefined ? text : `${description}\n${text}` })
  }
}

function addFields (reader: Reader, more: Partial<Definition>): void {
  reader.rows.set(reader.code, { ...reader.rows.get(reader.code), ...more })
}

const baseNames = { Base: 'base', 'Standard base': 'standardBase', Challenge: 'challenge' } as const satisfies Record<
  string,
  keyof CatalogBases
>
const isBaseName = (label: string): label is keyof typeof baseNames => Object.hasOwn(baseNames, label)

function readLine (tokens: readonly Token[], reader: Reader): void {
  const { label = '', rest = tokens } = readLabel(tokens) ?? {}
  const codes = codeSpans(rest)
  const [code = ''] = codes
  const row = reader.rows.get(reader.code)
  const field = row && referenceFields.find((one) => one.label === label)
  if (field) addFields(reader, field.read({ text: toPlain(rest).slice(1), code: codes[0], codes }, row))
  else if (row && label === 'Schema') {
    addFields(reader, { extensions: withKeywords(row.extensions, parse(code, reader)) })
  } else if (!row && isBaseName(label)) reader.bases[baseNames[label]] = code
  else reader.notes.push(`The line '${toPlain(tokens)}'${row ? ` of '${reader.code}'` : ''} was not read`)
}

function readRetired (row: readonly Cell[], { retired }: Reader): void {
  const [code, status, type, , replacedBy] = row.map(codeOf) as [string, string, string, string, string]
  // A text, which may hold code, and not a code.
  const since = toPlain(row[3]?.tokens ?? [])
  retired[code] = { since, status: Number(status), type, ...(replacedBy !== '' && { replacedBy }) }
}

function toSchema (rows: readonly (readonly Cell[])[], reader: Reader): ExtensionSchema {
  const members = (rows as readonly (readonly [Cell, Cell, Cell, Cell])[]).map(([name, type, required, meaning]) => ({
    name: codeOf(name),
    schema: toMemberSchema(codeOf(type), toPlain(meaning.tokens), reader),
    required: toPlain(required.tokens) === 'yes'
  }))
  const required = members.filter((member) => member.required).map(({ name }) => name)
  const properties = Object.fromEntries(members.map(({ name, schema }) => [name, schema]))
  return { type: 'object', properties, ...(required.length > 0 && { required }) }
}

function codeOf ({ tokens }: Cell): string {
  return codeSpans(tokens)[0] ?? toPlain(tokens)
}

function toMemberSchema (type: string, description: string, reader: Reader): Json {
  const schema = plainTypes.has(type) ? { type } : parse(type, reader)
  return description !== '' && isJsonObject(schema) ? { ...schema, description } : schema
}

function withKeywords (schema: ExtensionSchema = { type: 'object' }, more: Json): ExtensionSchema {
  const { required = [], ...keywords } = more as { required?: readonly string[] }
  const { required: needed = [] } = schema
  const all = [...needed, ...required]
  return { ...schema, ...keywords, ...((all.length > 0 || 'required' in Object(more)) && { required: all }) }
}

function toMembers (body: Json): JsonObject {
  return Object.fromEntries(
    Object.entries(body as JsonObject).filter(([name]) => !(reservedMembers as readonly string[]).includes(name))
  )
}

/** Broken JSON becomes a note, and counts as an empty object. */
function parse (text: string, { code, notes }: Reader): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    notes.push(`The JSON '${text}' of '${code}' was not read`)
    return {}
  }
}
