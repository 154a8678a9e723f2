/**
 * What a text states about repeating the request. A hint that contradicts the status is a question.
 */
import { defaultRetry, retries } from '../../catalog/status.js'
import type { Retry } from '../../catalog/status.js'

export interface RetryHint {
  readonly retry?: Retry
  readonly retryAfter?: number
  readonly question?: string
}

const yes = /^(?:yes|true|y|always|safe|retryable|✓|✔|✅|👍)\b|^[✓✔✅👍]/iu
const no = /^(?:no|false|n|never|none|not retryable|✗|✘|❌|🚫|-|–|—)(?![a-z])/iu
const speaksOfRetry = /\bre-?tr(?:y|ies|ied|ying)\b|\btry(?:ing)? again\b|\bback-?off\b/i
const forbids = /\b(?:never|no|not|don't|cannot|without|before any)\b[^.;,]*\bre-?tr(?:y|ies|ied|ying)\b/i
const seconds =
  /(?:retry|try again|wait|after|backoff)[^.;\d]{0,40}?\b(\d{1,6})\s*(s|secs?|seconds?|m|mins?|minutes?)\b/i

/** Reads the column for it. */
export function readRetry (text: string, status: number): RetryHint {
  const plain = text.replaceAll('`', '').trim()
  const wait = { ...readSeconds(plain), ...readSeconds(`after ${plain}`) }
  const known = retries.find((retry) => retry === plain.toLowerCase())
  if (known) return { retry: known }
  if (no.test(plain)) return { retry: 'none' }
  if (!yes.test(plain) && wait.retryAfter === undefined) {
    return {
      question: `'${plain}' does not say whether the request may be repeated: state retry as one of ` +
        `${retries.join(', ')}`
    }
  }
  if (defaultRetry(status) !== 'none') return wait
  return {
    ...wait,
    retry: 'idempotent',
    question: `the document says that the request may be repeated; with ${status} nothing says that it was not ` +
      'executed. State retry: \'any\' if it never was'
  }
}

/** Seconds, from a cell that holds nothing else or from a sentence. */
export function readSeconds (text: string): RetryHint {
  const [, amount, unit] = seconds.exec(text) ?? /^\s*`?(\d{1,6})`?(\s*)$/.exec(text) ?? []
  if (amount === undefined) return {}
  return { retryAfter: Number(amount) * (unit?.startsWith('m') ? 60 : 1) }
}

/** A sentence about repeating: its seconds, and a question where it contradicts the status. */
export function readSentence (text: string, status: number, retry = defaultRetry(status)): RetryHint {
  if (!speaksOfRetry.test(text)) return {}
  const denies = forbids.test(text)
  const question =
    denies === (retry === 'none')
      ? {}
      : {
          question: `'${text}' speaks of repeating the request, and ${status} means retry: '${retry}'. State retry ` +
            'where that is wrong'
        }
  return { ...(denies ? {} : readSeconds(text)), ...question }
}
