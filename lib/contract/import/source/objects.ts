/**
 * Objects of constants, and objects that are handed to a function.
 */
import type ts from 'typescript'
import type { Compiler, Evaluator } from './evaluate.js'
import { isAboutErrors, listsErrors } from './names.js'
import type { Source } from './source.js'
import type { Sighting } from '../sighting.js'
import { isStatus } from '../spelling.js'
import { readValue } from '../values/index.js'

/** Without a status only where their name is about errors. */
export function readObjects ({ compiler, evaluator, lineOf }: Source, nodes: readonly ts.Node[]): Sighting[] {
  const literals = nodes.filter(
    (node): node is ts.Expression => compiler.isObjectLiteralExpression(node) || compiler.isArrayLiteralExpression(node)
  )
  const outermost = literals.filter((node) => !isWithinLiteral(compiler, node))
  return outermost.flatMap((node) => {
    const name = nameAround(compiler, node)
    const about = isAboutErrors(name)
    const value = evaluator.evaluate(node)
    const status = statusOfReply(compiler, evaluator, node)
    return readValue(about ? value : withoutNumbers(value), 'stated', { status, anyNumber: listsErrors(name) })
      .filter(({ statuses }) => about || statuses.length > 0)
      .map((sighting) => ({ ...sighting, line: lineIn(node, sighting.spelling, lineOf) }))
  })
}

/** `reply.code(404).send({ code: 'ORDER_LOST' })`, `res.status(404).json(…)`. */
function statusOfReply (compiler: Compiler, evaluator: Evaluator, { parent }: ts.Node): number | undefined {
  const callee =
    compiler.isCallExpression(parent) && compiler.isPropertyAccessExpression(parent.expression)
      ? parent.expression.expression
      : undefined
  if (!callee || !compiler.isCallExpression(callee) || !/\.(?:code|status)$/.test(callee.expression.getText())) {
    return undefined
  }
  const status = evaluator.evaluate(callee.arguments[0])
  return typeof status === 'number' && isStatus(status) ? status : undefined
}

/** `{ MAX_SIZE: 500 }` is a setting, unless its name is about errors. */
function withoutNumbers (value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const isRow = ['code', 'errorCode', 'error_code', 'error'].some((key) => Object.hasOwn(value, key))
  return isRow
    ? value
    : Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => typeof member !== 'number')
        .map(([key, member]) => [key, withoutNumbers(member)])
    )
}

function isWithinLiteral (compiler: Compiler, { parent }: ts.Node): boolean {
  if (compiler.isObjectLiteralExpression(parent) || compiler.isArrayLiteralExpression(parent)) return true
  return (
    (compiler.isPropertyAssignment(parent) ||
      compiler.isAsExpression(parent) ||
      compiler.isSatisfiesExpression(parent) ||
      compiler.isParenthesizedExpression(parent)) &&
    isWithinLiteral(compiler, parent)
  )
}

/** The variable or the function that an object belongs to. */
function nameAround (compiler: Compiler, node: ts.Node): string {
  const { parent } = node
  if (parent === undefined || compiler.isSourceFile(parent) || compiler.isBlock(parent)) return ''
  if (compiler.isVariableDeclaration(parent) || compiler.isPropertyDeclaration(parent)) return parent.name.getText()
  if (compiler.isBinaryExpression(parent)) return parent.left.getText().replace(/^(?:module\.)?exports\b/, 'errors')
  if (compiler.isCallExpression(parent) && parent.expression.getText() !== 'Object.freeze') {
    return parent.expression
      .getText()
      .replace(/.*\./s, '')
      .replace(/^defineCatalog$/, 'errors')
  }
  return nameAround(compiler, parent)
}

function lineIn (node: ts.Node, spelling: string, lineOf: (node: ts.Node) => number): number {
  const at = node.getText().indexOf(spelling)
  return lineOf(node) + (at < 0 ? 0 : node.getText().slice(0, at).split('\n').length - 1)
}
