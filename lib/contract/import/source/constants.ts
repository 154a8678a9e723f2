/**
 * Constants one by one, and arrays of names, in a file that is named after errors.
 */
import type ts from 'typescript'
import { listsErrors, namesErrors } from './names.js'
import type { Source } from './source.js'
import type { Sighting } from '../sighting.js'
import { likenessOf } from '../spelling.js'
import { readValue } from '../values/index.js'

export function readConstants (source: Source, nodes: readonly ts.Node[]): Sighting[] {
  const { compiler, evaluator, file, lineOf } = source
  const isOfErrors = namesErrors(file.fileName)
  const single = isOfErrors ? nodes.flatMap((node) => readConstant(source, node)) : []
  const lists = nodes.filter(compiler.isVariableDeclaration).flatMap(({ name, initializer }): Sighting[] => {
    const value = evaluator.evaluate(initializer)
    const isList = Array.isArray(value) && value.length > 2 && value.every(isName)
    return isList && (listsErrors(name.getText()) || isOfErrors)
      ? (value as string[]).map((spelling) => ({ spelling, statuses: [], texts: {}, line: lineOf(initializer!) }))
      : []
  })
  return [...single.length > 2 ? single : [], ...lists]
}

function isName (value: unknown): boolean {
  const likeness = typeof value === 'string' ? likenessOf(value) : undefined
  return likeness === 'constant' || likeness === 'compound'
}

/** `exports.ORDER_LOST = 'order_lost'`, `export const ORDER_LOST = 'ORDER_LOST'`: a name and its value. */
function readConstant ({ compiler, evaluator, lineOf }: Source, node: ts.Node): Sighting[] {
  const [name, initializer] = assignmentIn(compiler, node)
  const value = evaluator.evaluate(initializer)
  const isCode = typeof value === 'string' &&
    (toKey(value) === toKey(name) || isName(value) || /^(?=.*\d)[\dA-Z]{5}$/.test(value))
  if (!isCode || likenessOf(name) !== 'constant') return []
  return readValue({ [name]: value }).map((sighting) => ({ ...sighting, line: lineOf(node) }))
}

function assignmentIn (compiler: typeof ts, node: ts.Node): [string, ts.Expression | undefined] {
  if (compiler.isBinaryExpression(node) && /^(?:module\.)?exports\.\w+$/.test(node.left.getText())) {
    return [node.left.getText().replace(/.*\./, ''), node.right]
  }
  const isExported = compiler.isVariableDeclaration(node) && /^\s*export\b/.test(node.parent.parent.getText())
  return isExported ? [node.name.getText(), node.initializer] : ['', undefined]
}

function toKey (text: string): string {
  return text.replace(/[^A-Za-z\d]/g, '').toUpperCase()
}
