/**
 * Every rule, as one table. docs/contract.md holds the same rows; a test compares them.
 */
import { codeRules } from './code.js'
import { extensionRules } from './extension.js'
import type { Rule, Verdict } from './rule.js'

export type RuleName = keyof typeof codeRules | keyof typeof extensionRules

/** Which change of a catalog breaks a client, and why. */
export const rules: Readonly<Record<RuleName, Rule>> = Object.freeze({ ...codeRules, ...extensionRules })

export const verdicts: readonly Verdict[] = ['breaking', 'review', 'warning', 'fine']
