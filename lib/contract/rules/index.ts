/**
 * Every rule, as one table: the check reads it, and so does the page that documents it.
 */
import { codeRules } from './code.js'
import { extensionRules } from './extension.js'
import type { Rule, Verdict } from './rule.js'
import { toCell } from '../../markdown/text.js'

export type RuleName = keyof typeof codeRules | keyof typeof extensionRules

/** Which change of a catalog breaks a client, and why. */
export const rules: Readonly<Record<RuleName, Rule>> = Object.freeze({ ...codeRules, ...extensionRules })

export const verdicts: readonly Verdict[] = ['breaking', 'review', 'warning', 'fine']

const header = [
  '| rule | verdict | what breaks | why | what to do |',
  '|---|---|---|---|---|'
]

/** The table of rules in Markdown, the worst first. */
export function renderRules (): string {
  const rows = verdicts.flatMap((verdict) => Object.entries(rules).filter(([, rule]) => rule.verdict === verdict))
  return [...header, ...rows.map(([name, rule]) => renderRule(name, rule))].join('\n') + '\n'
}

function renderRule (name: string, { verdict, breaks, reason, fix, needs }: Rule): string {
  const mark = needs === 'app' ? ' *app*' : ''
  return `| \`${name}\`${mark} | ${verdict} | ${breaks} | ${toCell(reason)} | ${toCell(fix)} |`
}
