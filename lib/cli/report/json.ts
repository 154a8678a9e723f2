/**
 * The result of a check for programs.
 */
import type { Check, Report } from '../check-result.js'

export function renderJson ({ checks, failed, many, exitCode }: Report): string {
  const [first] = checks
  const value =
    many || !first
      ? {
          exitCode,
          services: [
            ...checks.map((check) => ({ name: check.name, ...plain(check) })),
            ...failed.map(({ name, message }) => ({ name, error: message }))
          ]
        }
      : plain(first)
  return `${JSON.stringify(value, null, 2)}\n`
}

function plain ({
  catalogFile,
  snapshotFile,
  current,
  base,
  findings,
  notChecked,
  advice = [],
  exitCode
}: Check): object {
  return {
    exitCode,
    catalog: catalogFile,
    snapshot: { file: snapshotFile, current },
    against: base?.name ?? null,
    findings,
    notChecked,
    advice
  }
}
