/**
 * The result of a check as Markdown, for the comment of a pull request: open decisions first, the rest folded.
 */
import { isBlocking } from '../../contract/compare/findings.js'
import type { ContractFinding } from '../../contract/compare/findings.js'
import { toCell, toCodeCell, toInline } from '../../markdown/text.js'
import type { Check, Report } from '../check-result.js'
import { adviceOf, changeOf, comparison, notChecked, staleness, subjectOf, summary } from './text.js'

export function renderMarkdownReport ({ checks, failed }: Report): string {
  const parts = [
    ...checks.map(partOf),
    ...failed.map(({ name, message }) => `### ${toInline(name)}\n\nIt could not be checked: ${toInline(message)}`)
  ]
  return `## Error contract\n\n${parts.join('\n\n')}\n`
}

function partOf (check: Check): string {
  const { name, findings } = check
  const open = findings.filter((finding) => isBlocking(finding) && !finding.approved)
  const rest = findings.filter((finding) => !open.includes(finding))
  return [
    `### ${toInline(name)}`,
    [staleness(check), ...comparison(check)].map(toInline).join('<br>'),
    summary(check).join('').trim(),
    table(open),
    ...(open.length > 0 && check.against !== undefined
      ? [
          `Approve with ${toCodeCell(`problem-json approve ${open.map(({ fingerprint }) => fingerprint).join(' ')} ` +
            `${name} --against ${check.against} --by NAME --reason TEXT`)}`
        ]
      : []),
    ...(rest.length > 0 ? [`<details><summary>${rest.length} more</summary>\n\n${table(rest)}\n\n</details>`] : []),
    ...notChecked(check).map(toInline),
    ...adviceOf(check).map(toInline)
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function table (findings: readonly ContractFinding[]): string {
  if (findings.length === 0) return ''
  const rows = findings.map((finding) => {
    const { verdict, rule, reason, fix, approved, translatedBy, fingerprint } = finding
    const advice = approved ? `Approved by ${approved.by}: ${approved.reason}` : fix
    const why = [reason, advice, translatedBy ? `Translated by ${translatedBy.join(', ')}.` : '']
      .filter((text) => text !== '')
      .join(' ')
    const cells = [
      toCell(verdict),
      toCell(subjectOf(finding)),
      toCodeCell(rule),
      toCell(changeOf(finding)),
      toCell(why),
      isBlocking(finding) ? toCodeCell(fingerprint) : ''
    ]
    return `| ${cells.join(' | ')} |`
  })
  return ['| | code | rule | change | why | fingerprint |', '|---|---|---|---|---|---|', ...rows].join('\n')
}
