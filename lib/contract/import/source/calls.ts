/**
 * Calls that make an error: `createError('CODE', 'text', 409)`.
 */
import type ts from 'typescript'
import { readArguments } from './arguments.js'
import { makesError } from './names.js'
import type { Source } from './source.js'
import type { Sighting } from '../sighting.js'

/** `createError('CODE', 'text', 409)`, `new AppError('text', 409, 'CODE')`, in any order. */
export function readCalls (source: Source, nodes: readonly ts.Node[], notes: string[]): Sighting[] {
  const { compiler, lineOf } = source
  const calls = nodes.filter(
    (node): node is ts.CallExpression | ts.NewExpression =>
      compiler.isCallExpression(node) || compiler.isNewExpression(node)
  )
  return calls.filter(({ expression }) => makesError(expression.getText().replace(/.*\./s, ''))).flatMap((call) => {
    const found = readArguments(source, call.arguments ?? [], call.expression.getText())
    if (
      !found &&
      /^(?:create|define|make)\w*(?:Error|Problem)$/.test(call.expression.getText()) &&
      call.arguments?.[0] &&
      compiler.isIdentifier(call.arguments[0])
    ) {
      notes.push(
        `A call of ${call.expression.getText()}() was not read: its code is not a literal (line ${lineOf(call)})`
      )
    }
    return found ? [{ ...found, line: lineOf(call) }] : []
  })
}
