/**
 * Fences of a document that show an error: JSON, YAML, an HTTP message. A fence that does not parse is scanned.
 */
import { anyOf } from '../../../json/any-of.js'
import type { Sighting } from '../sighting.js'
import { statusOfTitle } from './entry.js'
import { isStatus, likenessOf } from '../spelling.js'
import { readValue } from '../values/index.js'

const heads = /^[<>]?\s*HTTP\/[\d.]+\s+(\d{3})[^\n]*$/m

/**
 * @param language what the fence states, such as `json`
 * @param status the status of the section; `undefined` where none is stated
 */
export function readExample (text: string, language: string, status: number | undefined): Sighting[] {
  const [, head] = heads.exec(text) ?? []
  if (head !== undefined) return text.split(/(?=^[<>]?\s*HTTP\/[\d.]+\s)/m).flatMap(readMessage)
  if (/^(?:ya?ml)$/i.test(language)) return scanYaml(text, status)
  if (!/^(?:jsonc?|json5|http|)$/i.test(language) && !/^\s*[[{]\s*"/.test(text)) return []
  return piecesOf(text).flatMap((piece) => readPiece(piece, status))
}

/** Several bodies in one fence, each below a comment such as `// 404 - Not found`. */
function piecesOf (text: string): string[] {
  return text.split(/(?<=^[}\]],?[^\S\n]*\n)(?=\s*(?:[{[]|\/\/|#))|(?=^(?:\/\/|#))/m)
}

function readPiece (piece: string, nearby: number | undefined): Sighting[] {
  const [, comment = ''] = /^\s*(?:\/\/|#)\s*(.*)/.exec(piece) ?? []
  const [titled] = statusOfTitle(comment)
  const body = piece.replace(/^\s*#.*$/m, '')
  const value = parse(body)
  const status = titled ?? nearby
  const found = value === undefined ? scan(body, status) : readValue(value, 'example', { status })
  return titled === undefined ? found : found.map((sighting) => ({ ...sighting, confirmed: true }))
}

const pair = anyOf(
  /(?<code>[A-Z][\w.-]*)\s*[:=-]?\s+(?:HTTP\s*)?(?<behind>[45]\d\d)/,
  /(?<before>[45]\d\d)\s*[:=-]?\s+(?<name>[A-Z][\w.-]*)/
)
const line = new RegExp(`^\\s*(?:${pair.source})(?:\\s+[:–-]?\\s*(?<text>\\S.*))?$`)

/** A list in a fence of plain text: a code and its status on each line. One line alone may be anything. */
export function readLines (text: string, language: string): Sighting[] {
  if (!/^(?:te?xt|plain|plaintext|none|)$/i.test(language)) return []
  const found = text.split('\n').flatMap((each): Sighting[] => {
    const { code, name, behind, before, text: title } = line.exec(each)?.groups ?? {}
    const [spelling, status] = [code ?? name ?? '', Number(behind ?? before)]
    if (likenessOf(spelling) !== 'constant' || !isStatus(status)) return []
    return [{ spelling, statuses: [status], texts: title === undefined ? {} : { title: title.trim() } }]
  })
  return found.length > 1 ? found : []
}

/** `{ error: 'Gone', code: 'ORDER_LOST' }` or `AppError(code='ORDER_LOST')` in a line, which states the status. */
export function readInline (text: string, status: number | undefined): Sighting[] {
  return [...text.matchAll(/`([^`]*[({][^`]*[)}])\s*`/g)].flatMap(([, body = '']) =>
    scan(body, status).map((sighting) => ({ ...sighting, confirmed: status !== undefined }))
  )
}

/** `HTTP/1.1 404 Not Found`, header fields, an empty line, a body. */
function readMessage (text: string): Sighting[] {
  const [, head] = heads.exec(text) ?? []
  const body = text.slice(Math.max(0, text.search(/^[[{]/m)))
  const status = isStatus(Number(head)) ? Number(head) : undefined
  const value = parse(body)
  return value === undefined ? scan(body, status) : readValue(value, 'example', { status })
}

/** JSON as people write it in documents: with comments, with commas at the end. */
function parse (text: string): unknown {
  for (const candidate of [text, text.replace(/(^|[\s,{[])\/\/[^\n]*/g, '$1').replace(/,(\s*[}\]])/g, '$1')]) {
    try {
      return JSON.parse(candidate)
    } catch { /* the next reading, or none */ }
  }
  return undefined
}

const codeMember = /["']?\b(?:code|errorCode|error_code|err_?code|error)["']?\s*[:=]\s*["']([A-Za-z][\w.:/-]*)["']/g
const statusMember = /["']?\b(?:status|statusCode|status_code|httpStatus|http_status)["']?\s*:\s*["']?([45]\d\d)\b/g

/** A status counts where the fence has one code and one status. */
function scan (text: string, status: number | undefined): Sighting[] {
  const codes = [
    ...new Set([...text.matchAll(codeMember)].flatMap(([member, code = '']) =>
      isCode(code) || (/^[a-z]{4,}$/.test(code) && /code/i.test(member) && status !== undefined) ? [code] : []
    ))
  ]
  const statuses = [...new Set([...text.matchAll(statusMember)].map(([, found]) => Number(found)))]
  const stated = codes.length === 1 && statuses.length <= 1 ? statuses[0] ?? status : undefined
  return codes.map((spelling) => ({
    spelling,
    statuses: stated === undefined ? [] : [stated],
    evidence: 'example',
    texts: {}
  }))
}

function isCode (text: string): boolean {
  const likeness = likenessOf(text)
  return likeness === 'constant' || likeness === 'compound' || /^[A-Z]{3,}$/.test(text)
}

/** Members of one item are in one column, which separates its status from that of the next item. */
function scanYaml (text: string, status: number | undefined): Sighting[] {
  const lines = text.split('\n').map((line) => {
    const [, blanks = '', key = '', value = ''] =
      /^(\s*(?:- +)?)["']?([\w-]+)["']?\s*:\s*(.*?)\s*(?:\s#.*)?$/.exec(line) ?? []
    return { column: blanks.length, starts: blanks.includes('-'), key, value: value.replace(/^["']|["']$/g, '') }
  })
  return lines.flatMap(({ column, key, value }, index): Sighting[] => {
    if (!/^(?:code|errorCode|error_code|err_?code)$/i.test(key) || !isCode(value)) return []
    const item = [...lines.slice(0, index).reverse(), undefined, ...lines.slice(index + 1)]
    const before = takeItem(item.slice(0, index), column, lines[index]?.starts === true)
    const after = item.slice(index + 1).slice(0, lengthOf(item.slice(index + 1), column))
    const found = [...before, ...after]
      .flatMap((line) =>
        line &&
        line.column === column &&
        /^(?:status|statusCode|status_code|http|httpStatus|http_status)$/i.test(line.key)
          ? [Number(line.value)]
          : []
      )
      .filter(isStatus)
    const stated = found[0] ?? status
    return [{ spelling: value, statuses: stated === undefined ? [] : [stated], evidence: 'example', texts: {} }]
  })
}

type Line =
  { readonly column: number; readonly starts: boolean; readonly key: string; readonly value: string } | undefined

/** The lines above, up to the start of the item. */
function takeItem (above: readonly Line[], column: number, isStart: boolean): Line[] {
  if (isStart) return []
  const end = above.findIndex(
    (line) => line !== undefined && (line.column < column || (line.starts && line.column === column))
  )
  return above.slice(0, end < 0 ? above.length : end + 1)
}

function lengthOf (below: readonly Line[], column: number): number {
  const end = below.findIndex(
    (line) => line !== undefined && line.key !== '' && (line.column < column || (line.starts && line.column <= column))
  )
  return end < 0 ? below.length : end
}
