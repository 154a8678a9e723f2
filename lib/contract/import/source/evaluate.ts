/**
 * Literals of a source as plain values. No code runs: what is not a literal is `undefined`.
 */
import type ts from 'typescript'
import { statusOfName } from './names.js'

export type Compiler = typeof ts

/** What names in the file mean: constants, and the members of enums. */
export interface Scope {
  readonly constants: ReadonlyMap<string, ts.Expression>
  readonly enums: ReadonlyMap<string, ReadonlyMap<string, string | number>>
}

const deepest = 12

export class Evaluator {
  readonly #ts: Compiler
  readonly #scope: Scope

  constructor (compiler: Compiler, scope: Scope) {
    this.#ts = compiler
    this.#scope = scope
  }

  /** @param depth how many values are around it: circles of constants end */
  evaluate (node: ts.Expression | undefined, depth = 0): unknown {
    const ts = this.#ts
    if (node === undefined || depth > deepest) return undefined
    const inner = this.unwrap(node)
    if (ts.isStringLiteralLike(inner)) return inner.text
    if (ts.isNumericLiteral(inner)) return Number(inner.text)
    if (ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.MinusToken) {
      return ts.isNumericLiteral(inner.operand) ? -Number(inner.operand.text) : undefined
    }
    if (inner.kind === ts.SyntaxKind.TrueKeyword) return true
    if (inner.kind === ts.SyntaxKind.FalseKeyword) return false
    if (ts.isArrayLiteralExpression(inner)) return inner.elements.map((element) => this.evaluate(element, depth + 1))
    if (ts.isObjectLiteralExpression(inner)) return this.#object(inner, depth)
    if (ts.isBinaryExpression(inner)) return this.#binary(inner, depth)
    if (ts.isIdentifier(inner)) return this.evaluate(this.#scope.constants.get(inner.text), depth + 1)
    if (ts.isPropertyAccessExpression(inner)) return this.#member(inner, depth)
    return undefined
  }

  /** Without parentheses, `as const`, `satisfies` and `Object.freeze()`. */
  unwrap (node: ts.Expression): ts.Expression {
    const ts = this.#ts
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isTypeAssertionExpression(node)
    ) { return this.unwrap(node.expression) }
    const [argument] = ts.isCallExpression(node) && node.expression.getText() === 'Object.freeze' ? node.arguments : []
    return argument ? this.unwrap(argument) : node
  }

  /** The text of a name: `a`, `'a'`, `[Codes.A]`. */
  nameOf (name: ts.PropertyName): string | undefined {
    const ts = this.#ts
    if (!ts.isComputedPropertyName(name)) return name.text
    const value = this.evaluate(name.expression)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }

  #object (node: ts.ObjectLiteralExpression, depth: number): Record<string, unknown> {
    const ts = this.#ts
    return Object.fromEntries(node.properties.flatMap((property) => {
      if (ts.isShorthandPropertyAssignment(property)) {
        return [[property.name.text, this.evaluate(property.name, depth + 1)]]
      }
      const name = ts.isPropertyAssignment(property) ? this.nameOf(property.name) : undefined
      return name === undefined
        ? []
        : [[name, this.evaluate((property as ts.PropertyAssignment).initializer, depth + 1)]]
    }))
  }

  /** `message || 'Default text'`, `'a' + 'b'`. */
  #binary (node: ts.BinaryExpression, depth: number): unknown {
    const { SyntaxKind } = this.#ts
    const [left, right] = [this.evaluate(node.left, depth + 1), this.evaluate(node.right, depth + 1)]
    const { kind } = node.operatorToken
    if (kind === SyntaxKind.BarBarToken || kind === SyntaxKind.QuestionQuestionToken) return left ?? right
    return kind === SyntaxKind.PlusToken && typeof left === 'string' && typeof right === 'string'
      ? left + right
      : undefined
  }

  /** `Codes.A` of this file; else `HttpStatus.NOT_FOUND` of any library. */
  #member (node: ts.PropertyAccessExpression, depth: number): unknown {
    const [object, name] = [node.expression.getText(), node.name.text]
    const known = this.#scope.enums.get(object)?.get(name)
    if (known !== undefined) return known
    const constant = this.#scope.constants.get(object)
    if (constant) return (Object(this.evaluate(constant, depth + 1)) as Record<string, unknown>)[name]
    return /http|status/i.test(`${object}.${name}`) ? statusOfName(name) : undefined
  }
}
