/**
 * A file of any known form → what it states about codes. The name of the file says which form it has.
 */
import { extname } from 'node:path'
import { readRows } from '../document/table/index.js'
import { enterSection, startWalk } from '../document/walk.js'
import { emptyReading } from '../sighting.js'
import type { Reading } from '../sighting.js'
import { readValue } from '../values/index.js'
import { parseCsv } from '../csv.js'
import { isOpenApi, readOpenApi } from './openapi.js'
import { loadCompiler, readSource } from './typescript.js'

export type LineOf = (part: string) => number | undefined

type Read = (text: string, name: string, lineOf: LineOf) => Promise<Reading> | Reading

const forms: Readonly<Record<string, Read>> = {
  ...Object.fromEntries(
    ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx'].map((extension) => [extension, readCode])
  ),
  '.json': (text, name, lineOf) => readData(parseJson(text, name), lineOf),
  '.yaml': readYaml,
  '.yml': readYaml,
  '.csv': readCsv,
  '.tsv': readCsv
}

/** The reader of a file that is not Markdown; `undefined` for Markdown. */
export function readerOf (name: string): Read | undefined {
  const extension = extname(name).toLowerCase()
  return Object.hasOwn(forms, extension) ? forms[extension] : undefined
}

async function readCode (text: string, name: string): Promise<Reading> {
  return readSource(await loadCompiler(), name, text)
}

async function readYaml (text: string, name: string, lineOf: LineOf): Promise<Reading> {
  const { parse } = await loadYaml()
  let value: unknown
  try {
    value = parse(text)
  } catch (cause) {
    throw new Error(`'${name}' is not YAML: ${(cause as Error).message.split('\n')[0]}`, { cause })
  }
  return readData(value, lineOf)
}

/** @throws {Error} where `yaml` is not installed */
export async function loadYaml (
  load: () => Promise<object> = () => import('yaml')
): Promise<Pick<typeof import('yaml'), 'parse'>> {
  return (await load().catch((cause: unknown) => {
    throw new Error("Reading YAML needs the package 'yaml': npm install --save-dev yaml", { cause })
  })) as typeof import('yaml')
}

function parseJson (text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (cause) {
    throw new Error(`'${name}' is not JSON: ${(cause as Error).message}`, { cause })
  }
}

function readData (value: unknown, lineOf: LineOf): Reading {
  if (isOpenApi(value)) return readOpenApi(value)
  return {
    ...emptyReading(),
    sightings: readValue(value).map((sighting) => ({ ...sighting, line: lineOf(sighting.spelling) }))
  }
}

/** A list of errors is a table of them. */
function readCsv (text: string, name: string, lineOf: LineOf): Reading {
  const [headers = [], ...rows] = parseCsv(text.replace(/^\ufeff/, ''))
  const walk = startWalk(lineOf)
  enterSection(walk, { depth: 1, text: 'Error codes', statuses: [] })
  readRows(headers, rows, walk)
  return walk
}
