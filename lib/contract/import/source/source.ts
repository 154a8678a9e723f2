/**
 * A parsed file, and what its readers share.
 */
import type ts from 'typescript'
import type { Compiler, Evaluator } from './evaluate.js'

export interface Source {
  readonly compiler: Compiler
  readonly file: ts.SourceFile
  readonly evaluator: Evaluator
  /** Local name → the module it is imported from. */
  readonly imports: ReadonlyMap<string, string>
  readonly lineOf: (node: ts.Node) => number
}
