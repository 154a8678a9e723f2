/**
 * The arguments of a call that makes an error, in any order.
 */
import { isRecord } from '../../../json/record.js'
import type ts from 'typescript'
import type { Sighting } from '../sighting.js'
import type { Source } from './source.js'
import { isStatus, likenessOf } from '../spelling.js'
import { readValue } from '../values/index.js'

/** The code, the status and the text among the arguments; `undefined` where no code is among them. */
export function readArguments (
  { evaluator, imports }: Source, nodes: readonly ts.Expression[], callee: string
): Sighting | undefined {
  const values = nodes.map((node) => evaluator.evaluate(node))
  const texts = values.filter((value) => typeof value === 'string')
  const spelling =
    texts.find((text) => likenessOf(text) === 'constant') ??
    // A text alone is a message.
    (nodes.length > 1 ? texts.find((text) => likenessOf(text) === 'compound') : undefined)
  const statuses = values.filter(
    (value): value is number => typeof value === 'number' && Number.isInteger(value) && isStatus(value)
  )
  if (spelling === undefined) return readObjectArgument(values, statuses)
  const title = texts.find((text) => text !== spelling && text.trim() !== '')
  // @fastify/error: 500 where none is stated.
  const standard =
    statuses.length === 0 && nodes.length < 3 && imports.get(callee) === '@fastify/error' ? [500] : statuses
  return { spelling, statuses: standard.slice(0, 1), texts: title === undefined ? {} : { title } }
}

/** `createError(404, 'text', { code: 'ORDER_LOST' })`. */
function readObjectArgument (values: readonly unknown[], statuses: readonly number[]): Sighting | undefined {
  const objects = values.filter(isRecord)
  const [found] = objects
    .flatMap((value) => readValue(value))
    .filter(({ spelling }) => likenessOf(spelling) === 'constant' || likenessOf(spelling) === 'compound')
  if (!found) return undefined
  const title = values.find((value) => typeof value === 'string')
  return {
    ...found,
    statuses: found.statuses.length > 0 ? found.statuses : statuses.slice(0, 1),
    texts: { ...(title !== undefined && { title: title as string }), ...found.texts }
  }
}
